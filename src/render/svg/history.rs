//! How the registered share grew: a small chart of steps.

use askama::Template;
use jiff::civil::Date;

use super::line::number;
use crate::lang::Lang;
use crate::report::Report;
use crate::units::Share;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 66.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 28.0;

/// From a day on, so much was registered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Moment {
    pub(in crate::render) day: Date,
    pub(in crate::render) share: Share,
}

/// The history that a report tells, in order of days.
pub(in crate::render) fn moments(report: &Report) -> Vec<Moment> {
    let rows = report.history.rows.iter();
    rows.map(|row| Moment { day: row.date, share: row.share() }).collect()
}

#[derive(Debug, Template)]
#[template(path = "svg/history.svg", escape = "html")]
struct Chart {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    description: String,
    line: String,
    shares: Vec<(String, String)>,
    years: Vec<(String, String)>,
    dots: Vec<(String, String, String)>,
    last: (String, String, String),
}

/// The chart; none of fewer than two days.
pub(in crate::render) fn history(moments: &[Moment], lang: Lang) -> Option<String> {
    let known: Vec<(Date, f64, String)> = moments
        .iter()
        .filter_map(|m| Some((m.day, m.share.ratio()?, lang.share(m.share))))
        .collect();
    let ((first, ..), (last, ratio, share)) = (known.first()?, known.last()?);
    let days = days_between(*first, *last);
    if days <= 0.0 {
        return None;
    }
    let x = |day: Date| LEFT + days_between(*first, day) / days * (WIDTH - LEFT - RIGHT);
    let y = |ratio: f64| TOP + (1.0 - ratio.clamp(0.0, 1.0)) * (HEIGHT - TOP - BOTTOM);
    let mut line = String::new();
    for (i, (day, ratio, _)) in known.iter().enumerate() {
        let (x, y) = (number(x(*day), 1), number(y(*ratio), 1));
        // A step: across to the day, then up or down.
        line.push_str(&if i == 0 { format!("M{x} {y}") } else { format!("H{x}V{y}") });
    }
    let shares = [0.0, 0.5, 1.0].map(|r| (number(y(r), 1), format!("{:.0} %", r * 100.0)));
    let dot = |(day, ratio, share): &(Date, f64, String)| {
        (number(x(*day), 1), number(y(*ratio), 1), format!("{}: {share}", lang.day(*day)))
    };
    let chart = Chart {
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        right: WIDTH - RIGHT,
        description: format!("{} – {}: {share}", lang.day(*first), lang.day(*last)),
        line,
        shares: shares.to_vec(),
        years: years(*first, *last)
            .into_iter()
            .map(|y| (number(x(y), 1), y.year().to_string()))
            .collect(),
        dots: known.iter().map(dot).collect(),
        last: (number(x(*last) + 6.0, 1), number(y(*ratio) + 4.0, 1), share.clone()),
    };
    // Writing to a string cannot fail.
    Some(chart.render().unwrap_or_default())
}

fn days_between(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

/// The first days of the years between two days, at most about ten of them.
fn years(first: Date, last: Date) -> Vec<Date> {
    let (from, to) = (i32::from(first.year()) + 1, i32::from(last.year()));
    let step = usize::try_from((to - from) / 10 + 1).unwrap_or(1).max(1);
    let years = (from..=to).step_by(step).filter_map(|year| i16::try_from(year).ok());
    years.filter_map(|year| Date::new(year, 1, 1).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn moment(day: Date, part: usize) -> Moment {
        Moment { day, share: Share::of_counts(part, 100) }
    }

    #[test]
    fn steps_go_across_and_then_up() {
        let moments = [
            moment(date(2015, 1, 1), 0),
            moment(date(2016, 1, 1), 50),
            moment(date(2017, 1, 1), 91),
        ];
        let chart = history(&moments, Lang::Vietnamese).unwrap();
        assert!(chart.contains("d=\"M48 162H"), "{chart}");
        assert!(chart.contains(">91,00 %<") && chart.contains(">2016<"), "{chart}");
        assert!(roxmltree::Document::parse(&chart).is_ok());
    }

    #[test]
    fn one_day_is_no_history() {
        assert_eq!(history(&[], Lang::English), None);
        assert_eq!(history(&[moment(date(2015, 1, 1), 3)], Lang::English), None);
        let same = [moment(date(2015, 1, 1), 3), moment(date(2015, 1, 1), 4)];
        assert_eq!(history(&same, Lang::English), None);
        let long = [moment(Date::MIN, 3), moment(Date::MAX, 4)];
        assert!(history(&long, Lang::English).is_some_and(|chart| chart.len() < 4000));
    }
}
