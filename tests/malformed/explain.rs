//! Two folders, or two days of one, compared.

use border_coverage::audit::{CountKind, Difference, ExplainedPart, Figure, StepSide};
use border_coverage::io::{ReadError, ReportOptions};
use border_coverage::report::Comparison;
use border_coverage::{DataSet, Length, SurveyId};
use jiff::civil::date;

use super::support::{Set, sound};

/// The folder after, explained by the folder before.
#[track_caller]
fn compared(before: &Set, after: &Set) -> Comparison {
    let read = |set: &Set| DataSet::read(set.folder().path()).unwrap();
    let before = read(before);
    let options = ReportOptions { compare: Some(&before), ..ReportOptions::default() };
    let report = read(after).report_with(&options).unwrap();
    let table = report.explain.unwrap();
    assert_eq!(table.after.rows_left_out, report.rows_left_out);
    table
}

fn parts(figures: &[Difference], figure: Figure) -> Vec<(ExplainedPart, i64)> {
    let row = figures.iter().find(|row| row.figure == figure).unwrap();
    row.parts.iter().map(|part| (part.part, part.length.mm())).collect()
}

fn line(table: &Comparison, figure: Figure) -> Vec<(ExplainedPart, i64)> {
    parts(&table.explanation.line.figures, figure)
}

/// The parts that occur anywhere.
fn kinds(table: &Comparison) -> Vec<ExplainedPart> {
    let sections = table.explanation.sections.iter().flat_map(|s| &s.figures);
    let areas = table.explanation.areas.iter().flat_map(|a| &a.figures);
    let villages = table.explanation.villages.iter().map(|v| &v.kept);
    let all = table.explanation.line.figures.iter().chain(sections).chain(areas).chain(villages);
    let mut kinds: Vec<_> = all.flat_map(|row| &row.parts).map(|part| part.part).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[test]
fn folders_that_say_the_same_differ_in_nothing() {
    let table = compared(&sound(), &sound());
    assert_eq!(kinds(&table), []);
    assert!(
        table.explanation.changes.is_empty()
            && table.explanation.areas.is_empty()
            && table.explanation.villages.is_empty()
    );
    assert_eq!(table.explanation.line.figures.len(), 6);
}

#[test]
fn a_report_explains_nothing_unasked() {
    let report = sound().report().unwrap();
    assert!(report.explain.is_none());
    assert!(serde_json::to_value(&report).unwrap().get("explain").is_none());
}

#[test]
fn a_day_since_which_registrations_came() {
    let data = DataSet::read(sound().folder().path()).unwrap();
    let since = Some(date(2016, 4, 1));
    let report = data.report_with(&ReportOptions { since, ..ReportOptions::default() }).unwrap();
    let table = report.explain.as_ref().unwrap();
    assert_eq!((table.before.date, table.before.rows_left_out), (date(2016, 4, 1), 0));
    assert_eq!(kinds(table), [ExplainedPart::Added]);
    let came = ["R5", "R4", "R3"];
    let told: Vec<_> =
        table.explanation.changes.iter().map(|change| change.registration.as_str()).collect();
    assert_eq!(told, came);
    let text = report.to_text(border_coverage::Lang::English);
    for words in ["before: 2016-04-01 · survey 2015", "added ", "difference", "who changed what"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["explain"]["changes"][0]["part"], "added");
    assert_eq!(json["explain"]["line"]["figures"][1]["figure"], "registered");
    assert_eq!(json["explain"]["villages"][0]["figure"], "kept");
}

#[test]
fn a_line_measured_anew_changes_no_promise() {
    let after = sound().swap("surveys.csv", "2015,2015-01-01,laos,30,", "2015,2015-01-01,laos,33,");
    let table = compared(&sound(), &after);
    assert_eq!(kinds(&table), [ExplainedPart::LineRemeasured]);
    assert_eq!(line(&table, Figure::Total), [(ExplainedPart::LineRemeasured, 3_000_000)]);
    assert_eq!(parts(&table.explanation.sections[1].figures, Figure::Total), []);
    assert!(table.explanation.changes.is_empty());
}

#[test]
fn a_marker_moved_takes_the_stretches_with_it() {
    // Marker 2 is where R2 begins; it is no control.
    let after = sound().swap("markers.csv", "laos,2,102.06,22.0,", "laos,2,102.07,22.0,");
    let table = compared(&sound(), &after);
    assert_eq!(kinds(&table), [ExplainedPart::MarkerMoved]);
    assert!(
        table.explanation.changes.iter().all(|change| change.part == ExplainedPart::MarkerMoved)
    );
    // R1 keeps what R2 gave up, so only what was shared is less.
    assert_eq!(line(&table, Figure::Registered), []);
    let shared = line(&table, Figure::Shared)[0].1;
    assert!((-1_400_000..-1_000_000).contains(&shared), "{shared}");
    let change = &table.explanation.changes[0];
    assert_eq!((change.registration.as_str(), change.kept.mm()), ("R2", shared));
}

#[test]
fn an_area_that_answers_for_more_and_a_village_that_moved() {
    let after = sound()
        .swap("jurisdictions.csv", "sin-thau,laos,start,3", "sin-thau,laos,start,4")
        .swap("jurisdictions.csv", "leng-su-sin,laos,3,end", "leng-su-sin,laos,4,end")
        .swap("villages.csv", "45,,sin-thau,", "45,,leng-su-sin,");
    let table = compared(&sound(), &after);
    assert_eq!(kinds(&table), [ExplainedPart::AreaChanged]);
    let of = |id: &str| {
        &table.explanation.areas.iter().find(|area| area.area.as_str() == id).unwrap().figures
    };
    let grown = |id: &str, figure| parts(of(id), figure)[0].1;
    assert_eq!(grown("sin-thau", Figure::Total), -grown("leng-su-sin", Figure::Total));
    assert_eq!(grown("leng-su-sin", Figure::Kept), -grown("sin-thau", Figure::Kept));
    assert!(table.explanation.areas.iter().all(|area| area.area.as_str() != "muong-nhe"));
}

#[test]
fn a_commune_that_others_took_the_place_of_is_told_as_far_as_it_went() {
    let merged = sound().swap(
        "areas.csv",
        "leng-su-sin,Leng Su Sìn,commune,muong-nhe,,,",
        "leng-su-sin,Leng Su Sìn,commune,muong-nhe,,2017-01-01,sin-thau",
    );
    let data = DataSet::read(merged.folder().path()).unwrap();
    let since = Some(date(2016, 12, 1));
    let report = data.report_with(&ReportOptions { since, ..ReportOptions::default() }).unwrap();
    let table = report.explain.unwrap();
    let of =
        |id: &str| table.explanation.areas.iter().find(|area| area.area.as_str() == id).unwrap();
    let gone = &of("leng-su-sin").figures;
    let total = gone.iter().find(|row| row.figure == Figure::Total).unwrap();
    assert_eq!((total.after, total.parts[0].part), (None, ExplainedPart::AreaChanged));
    assert_eq!(total.length, -total.before.unwrap());
    let kept = parts(&of("sin-thau").figures, Figure::Kept);
    assert_eq!(kept[0].0, ExplainedPart::AreaChanged);
    assert_eq!(line(&table, Figure::Total), []);
}

#[test]
fn rows_that_could_not_be_placed_are_named_with_the_step_that_placed_them() {
    const FILE: &str = "registrations.csv";
    let broken = sound().swap(FILE, "R2,leng,laos,2+500 m,", "R2,leng,laos,99+500 m,");
    let table = compared(&broken, &sound());
    assert_eq!((table.before.rows_left_out, table.after.rows_left_out), (1, 0));
    let row = &table.explanation.not_placed[0];
    assert_eq!((row.registration.as_str(), row.state), ("R2", StepSide::Before));
    assert_eq!((row.part, row.field.as_str()), (ExplainedPart::Lengthened, "from"));
    assert!(row.reason.contains("no marker 99"), "{}", row.reason);
    let kinds_of_r2 = table.explanation.changes.iter().filter(|c| c.registration.as_str() == "R2");
    assert!(kinds_of_r2.clone().count() > 0);
    let known = [ExplainedPart::Lengthened, ExplainedPart::NewlyShared];
    assert!(kinds_of_r2.clone().all(|change| known.contains(&change.part)));
    // The other way round, and where a marker is missing instead.
    let table = compared(&sound(), &broken);
    assert_eq!(
        (table.explanation.not_placed[0].part, table.explanation.not_placed[0].state),
        (ExplainedPart::Shortened, StepSide::After)
    );
    let unmarked = sound().without("markers.csv", &[3]);
    let table = compared(&sound(), &unmarked);
    assert_eq!(table.explanation.not_placed[0].part, ExplainedPart::MarkerMoved);
    assert_eq!(table.explanation.not_placed.len(), 1);
    let gone = sound().without(FILE, &[3]);
    assert!(compared(&sound(), &gone).explanation.not_placed.is_empty());
}

#[test]
fn a_section_that_one_folder_lacks_is_the_line_s_doing() {
    let whole = sound();
    let mut json: serde_json::Value = serde_json::from_str(whole.text("border.geojson")).unwrap();
    let features = json["features"].as_array_mut().unwrap();
    features.retain(|feature| feature["properties"]["section"] != "china");
    let after = whole.clone().whole("border.geojson", json.to_string());
    let table = compared(&whole, &after);
    let gone = table.explanation.sections.last().unwrap();
    assert_eq!(gone.section.as_str(), "china");
    for row in &gone.figures {
        assert_eq!(row.after, None);
        assert!(row.parts.iter().all(|part| part.part == ExplainedPart::LineRemeasured));
        assert_eq!(row.length, -row.before.unwrap());
    }
    assert_eq!(line(&table, Figure::Total), [(ExplainedPart::LineRemeasured, -14_500_000)]);
    // R3 lay there.
    assert_eq!(table.explanation.not_placed[0].part, ExplainedPart::LineRemeasured);
    let back = compared(&after, &whole);
    assert_eq!(line(&back, Figure::Total), [(ExplainedPart::LineRemeasured, 14_500_000)]);
}

#[test]
fn what_is_counted_comes_goes_and_grows() {
    let after = sound()
        .swap("groups.csv", "G-1,ta-ko,6,", "G-1,ta-ko,9,")
        .swap("groups.csv", "G-2,leng,7,", "G-3,leng,5,")
        .swap("keepers.csv", "H1,household,ta-ko,5,", "H1,household,ta-ko,4,")
        .plus("keepers.csv", "H9,household,leng,2,laos,4,,2016-01-01,,");
    let table = compared(&sound(), &after);
    let of = |what| {
        let row = table.explanation.counts.iter().find(|row| row.what == what).unwrap();
        (row.before, row.after, row.started, row.ended, row.changed)
    };
    assert_eq!(of(CountKind::Groups), (2, 2, 1, 1, 0));
    assert_eq!(of(CountKind::Members), (13, 14, 5, 7, 3));
    assert_eq!(of(CountKind::Households), (3, 4, 1, 0, 0));
    assert_eq!(of(CountKind::People), (16, 17, 2, 0, -1));
    assert_eq!(of(CountKind::MarkersRegistered), (3, 4, 1, 0, 0));
    assert_eq!(of(CountKind::Collectives), (3, 3, 0, 0, 0));
    assert_eq!(of(CountKind::Markers), (9, 9, 0, 0, 0));
    assert_eq!(of(CountKind::MarkerPositions), (8, 8, 0, 0, 0));
    let report = after.report().unwrap();
    assert_eq!(report.keepers.people, 17);
    assert_eq!((report.groups.members, report.markers.positions), (14, 8));
}

#[test]
fn where_the_other_folder_cannot_be_reported_on_the_error_says_so() {
    let odd = sound().swap("dataset.toml", "survey = \"2015\"", "survey = \"1999\"");
    let before = DataSet::read(odd.folder().path()).unwrap();
    let after = DataSet::read(sound().folder().path()).unwrap();
    let options = ReportOptions { compare: Some(&before), ..ReportOptions::default() };
    let error = after.report_with(&options).unwrap_err();
    assert!(matches!(error, ReadError::Before(_)));
    let error = error.to_string();
    assert!(error.contains("to compare with") && error.contains("no survey is called 1999"));
    // In a survey of its own it can: the same line in two surveys.
    let ground = SurveyId::ground();
    let same = DataSet::read(sound().folder().path()).unwrap();
    let options = ReportOptions { survey: Some(&ground), compare: Some(&same), ..options };
    let table = after.report_with(&options).unwrap().explain.unwrap();
    assert_eq!((table.before.survey.as_str(), table.after.survey.as_str()), ("2015", "ground"));
    assert_eq!(kinds(&table), [ExplainedPart::LineRemeasured]);
    assert!(
        table
            .explanation
            .line
            .figures
            .iter()
            .any(|row| row.before == Some(Length::from_mm(44_500_000)))
    );
}
