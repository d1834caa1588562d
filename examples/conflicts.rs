//! What is kept more than once: of what kind, what each decision would cost, and the accounts
//! after one.
//!
//! `cargo run --release --example conflicts -- [DIR] [--policy NAME] [--date D] [--survey S]`

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::audit::{Conflict, ConflictClass, ConflictOptions, Policy, Resolved};
use border_coverage::border::Milestones;
use border_coverage::ledger::Account;
use border_coverage::period::parse_date;
use border_coverage::registry::Declaration;
use border_coverage::report::CsvStyle;
use border_coverage::{DataSet, Length, Registration, State, SurveyId};
use jiff::civil::Date;
use lexopt::prelude::*;

type Any<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "conflicts [DIR] [--policy NAME] [--date D] [--survey S]

  DIR            folder with border.geojson and the tables; default: data/dien_bien
  --policy NAME  decision to apply, default: earlier_stands; or cut_at_middle, cut_at_marker,
                 nearer_village, share_evenly
  --date D       day, 2017-04-25 or 25/4/2017; default: the data set's
  --survey S     survey; default: the data set's";

struct Options {
    folder: Option<PathBuf>,
    policy: Policy,
    date: Option<Date>,
    survey: Option<SurveyId>,
}

fn main() -> ExitCode {
    opening::run_with(USAGE, options(), conflicts)
}

fn conflicts(options: &Options) -> Any<()> {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");
    let data = DataSet::read(options.folder.clone().unwrap_or_else(|| example.into()))?;
    tell_left_out(&data);
    let state = data.state(options.date, options.survey.as_ref())?;
    let found = state.conflicts(&ConflictOptions::default())?;

    for class in ConflictClass::NAMES {
        let of_class: Vec<&Conflict> =
            found.conflicts().iter().filter(|conflict| conflict.class.name() == class).collect();
        if !of_class.is_empty() {
            println!("{} of class {class}", of_class.len());
        }
        for conflict in of_class {
            show(&state, conflict)?;
        }
    }
    println!("\nwere it decided by    km decided   left shared");
    for outcome in found.outcomes() {
        let (decided, left) = (outcome.decided.km(), outcome.undecided.km());
        println!("{:20}  {decided:>11}   {left:>11}", outcome.policy);
    }

    let after = found.resolve(|_| Some(options.policy))?;
    told(&state, data.csv_style(), options.policy, &after);
    let (old, new) = (state.ledger().line(), after.state.ledger().line());
    assert_eq!(new.shared(), old.shared() + after.price.shared);
    assert_eq!(new.once(), old.once() + after.price.once);
    assert_eq!(new.recognised(), old.recognised() + after.price.recognised);
    assert_eq!(new.registered(), old.registered());
    if options.folder.is_none() && options.date.is_none() && options.survey.is_none() {
        // The published length, however the overlaps are decided.
        assert_eq!(new.registered().km(), "365.861");
        assert_eq!(old.shared().km(), "27.042832");
    }
    Ok(())
}

/// Conflicts are those of the rows that could be used.
fn tell_left_out(data: &DataSet) {
    match data.problems().rows_left_out() {
        0 => {}
        n => println!(
            "rows that cannot be used and are left out: {n}; the example report names them\n"
        ),
    }
}

fn options() -> Any<Option<Options>> {
    let mut options =
        Options { folder: None, policy: Policy::EarlierStands, date: None, survey: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("policy") => {
                let name = parser.value()?.string()?;
                let unknown = || format!("no policy is called {name}\n\n{USAGE}");
                options.policy = Policy::named(&name).ok_or_else(unknown)?;
            }
            Long("date") => {
                let text = parser.value()?.string()?;
                let day = parse_date(&text).map_err(|error| format!("--date {text}: {error}"))?;
                options.date = Some(day);
            }
            Long("survey") => options.survey = Some(SurveyId::new(&parser.value()?.string()?)?),
            Long("help") | Short('h') => return Ok(None),
            Value(path) if options.folder.is_none() => options.folder = Some(path.into()),
            other => return Err(format!("{}\n\n{USAGE}", other.unexpected()).into()),
        }
    }
    Ok(Some(options))
}

/// A length in metres, with its sign.
fn metres(length: Length) -> String {
    format!("{:+.3} m", length.metres())
}

/// One conflict, and who would give up how much.
fn show(state: &State, conflict: &Conflict) -> Any<()> {
    let border = state.border();
    let section = border.sections()[conflict.section].id();
    let stones: Milestones = border.milestones(section, state.survey(), state.day())?;
    let village = |village: usize| state.registry().villages()[village].id.as_str();
    let names: Vec<&str> = conflict.contenders.iter().map(|c| village(c.village)).collect();
    println!(
        "  {section} {} – {}, {:.3} m: {}",
        stones.address(conflict.span.from()),
        stones.address(conflict.span.to()),
        conflict.span.length().metres(),
        names.join(", ")
    );
    let area = |area: usize| state.registry().areas().areas()[area].id.as_str();
    match &conflict.class {
        ConflictClass::Inside { inner, outer } => {
            println!("    {} lies inside {}", village(*inner), village(*outer));
        }
        ConflictClass::Seam { at, areas, .. } => {
            println!("    {} and {} meet at {}", area(areas.0), area(areas.1), stones.address(*at));
        }
        _ => {}
    }
    for resolution in &conflict.resolutions {
        let villages = resolution.price.villages.iter();
        let mut told: Vec<String> = villages
            .filter(|(_, price)| price.kept != Length::ZERO)
            .map(|(&v, price)| format!("{} {}", village(v), metres(price.kept)))
            .collect();
        let why: Vec<String> = resolution.undecided.iter().map(|u| u.why.to_string()).collect();
        if let Some(why) = why.first() {
            told.push(format!("{:.3} m undecided: {why}", resolution.undecided_length().metres()));
        }
        println!("    {:16}{}", resolution.policy, told.join(", "));
    }
    Ok(())
}

/// The accounts before and after a decision, and what was changed.
fn told(state: &State, style: CsvStyle, policy: Policy, after: &Resolved) {
    let line = |name: &str, account: &Account| {
        println!(
            "{name:8}{:>12}{:>14}{:>14}{:>14}",
            account.registered().km(),
            account.once().km(),
            account.shared().km(),
            account.recognised().km()
        );
    };
    println!("\n{policy}, km   registered          once        shared    recognised");
    line("before", state.ledger().line());
    line("after", after.state.ledger().line());
    let day = state.day();
    println!(
        "{} stretches given up; to write it down, let each row named here",
        after.changes.len()
    );
    println!(
        "end on {day} (until), and add to registrations.csv those under it; one that begins on"
    );
    println!("that very day is replaced by them. Rows that begin later are not looked at.");
    println!("  under these columns: {}", style.line(Registration::COLUMNS));
    for revision in &after.revisions {
        let row = &state.registry().registrations()[revision.row];
        let at = row.source.map_or(String::new(), |at| format!("{}:{} ", at.file, at.line));
        let ends = match &row.declared {
            Declaration::Written { section, from, to, .. } => {
                format!("{section} {} to {}", from.written(style.mark), to.written(style.mark))
            }
            Declaration::Drawn { .. } | Declaration::Land { .. } => "as drawn".to_owned(),
        };
        let given_up = metres(-revision.given_up);
        let all = if revision.remaining.is_empty() { ", all of it" } else { "" };
        println!("  {at}{} of {}, {ends}: {given_up}{all}", row.id, row.village);
        for left in revision.remaining.iter().filter_map(|row| row.fields(style.mark)) {
            println!("    {}", style.line(left));
        }
    }
}
