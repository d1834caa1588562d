//! History and surveys of the sound data set, and of damaged ones.

use border_coverage::Length;
use border_coverage::audit::{Becomes, Every};

use super::support::{closes, sound, tells};

#[test]
fn the_history_ends_with_the_report_itself() {
    let report = sound().report().unwrap();
    let history = &report.history;
    assert_eq!((history.step, history.rows.len()), (Some(Every::Month), 28));
    let (last, line) = (history.rows.last().unwrap(), &report.line);
    assert_eq!((last.date, last.registered), (report.date, line.registered()));
    assert_eq!(last.recognised, line.recognised());
    assert_eq!((last.markers_registered, last.markers), (3, 9));
    assert_eq!((last.people, last.groups, last.members), (16, 2, 13));
    for area in &history.areas {
        let row = report.areas.iter().find(|row| row.area == area.area).unwrap();
        let coverage = row.account.unwrap();
        assert_eq!(area.registered().last().unwrap(), Some(coverage.registered()));
        assert_eq!(area.share, coverage.share().ratio());
        assert!(!area.stalled && area.gained > Some(Length::ZERO), "{}", area.area);
    }
    assert!(history.endings.parts.is_empty());
    assert!(history.forecast.iter().all(|row| row.rate_mm_per_day > Some(0.0)));
}

#[test]
fn a_stretch_that_ends_is_told_with_its_addresses() {
    let set = sound().line("registrations.csv", 5, "R4,leng,laos,5,6,2016-06-01,2017-01-01,,");
    let ended = set.report().unwrap().history.endings;
    assert_eq!((ended.parts.len(), ended.lapsed), (1, ended.ended));
    let row = &ended.parts[0];
    let told = (
        row.registration.as_str(),
        row.becomes,
        row.stretch.from.to_string(),
        row.stretch.to.to_string(),
    );
    assert_eq!(told, ("R4", Becomes::Lapsed, "5".to_owned(), "6".to_owned()));
    assert_eq!((row.date.to_string().as_str(), row.again), ("2017-01-01", None));
}

/// The sound controls stand at 12.5 and 22 of 30 km; the line is 28.9 km long on the ground.
#[test]
fn a_control_that_was_misprinted_comes_first() {
    let surveys = sound().report().unwrap().surveys;
    let name = |surveys: &border_coverage::report::SurveysChapter, i: usize| {
        let row = &surveys.intervals[i];
        (row.from.to_string(), row.to.to_string())
    };
    let sound_first = surveys.intervals[0].deviation_per_mille.unwrap().abs();
    let set = sound().swap("controls.csv", "2015,laos,3,12.5", "2015,laos,3,15.2");
    let surveys = set.report().unwrap().surveys;
    assert_eq!(name(&surveys, 0), ("3".to_owned(), "5".to_owned()));
    assert_eq!(name(&surveys, 1), ("start".to_owned(), "3".to_owned()));
    let off = |i: usize| surveys.intervals[i].deviation_per_mille.unwrap();
    assert!(off(0) < -4.0 * sound_first && off(1) > 4.0 * sound_first);
    let laos = surveys.intervals.iter().filter(|row| row.section.as_str() == "laos");
    let sums = laos.fold((Length::ZERO, Length::ZERO), |sums, row| {
        (sums.0 + row.declared, sums.1 + row.deviation)
    });
    assert_eq!(sums, (Length::from_mm(30_000_000), Length::ZERO));
    assert!(surveys.intervals.iter().all(|row| row.robust_z.is_none()), "three are too few");
}

#[test]
fn a_survey_that_lacks_a_section_is_named_with_what_it_lacks() {
    let set = sound().plus("surveys.csv", "2017,2017-03-01,laos,31,made up");
    let surveys = set.report().unwrap().surveys;
    assert_eq!(surveys.lacking.len(), 1);
    let lacking = &surveys.lacking[0];
    assert_eq!((lacking.survey.as_str(), lacking.sections[0].as_str()), ("2017", "china"));
    assert!(surveys.rows.iter().all(|row| row.survey.as_str() != "2017"));
    assert_eq!(surveys.rows.len(), 2 * surveys.days.len());
}

#[test]
fn days_that_are_too_far_apart_for_a_history_are_a_problem() {
    let set = sound().swap("dataset.toml", "date = 2017-04-25", "date = \"9999-12-31\"").line(
        "registrations.csv",
        2,
        "R1,ta-ko,laos,1,3,0001-01-01,,recognised,",
    );
    let report = set.report().unwrap();
    closes(&report);
    assert!(report.history.rows.is_empty() && report.surveys.rows.is_empty());
    let told: Vec<_> = report.problems.iter().map(|p| (&p.file[..], &p.message[..])).collect();
    let (apart, far): (Vec<_>, Vec<_>) =
        told.iter().partition(|(_, message)| message.contains("years before all else"));
    assert_eq!((apart.len(), far.len()), (1, 2), "{told:?}");
    for (_, message) in &far {
        assert!(message.contains("from 0001-01-01 to 9999-12-31"), "{message}");
        assert!(message.contains("correct the day"), "{message}");
    }
    // A year with a digit too few is long, but no reason to tell nothing.
    let set = sound().line("registrations.csv", 2, "R1,ta-ko,laos,1,3,0215-01-09,,recognised,");
    let report = set.report().unwrap();
    assert_eq!((report.history.step, report.history.rows.len()), (Some(Every::Year), 1803));
    assert_eq!(report.surveys.days.len(), 10);
}

#[test]
fn the_order_of_rows_changes_no_history() {
    let text = sound().text("registrations.csv").to_owned();
    let (head, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let set = sound().whole("registrations.csv", format!("{head}\n{}\n", rows.join("\n")));
    tells(&set, &[], 0, &sound());
}
