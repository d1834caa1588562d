//! Identities between the figures of `report.json`, computed again from the written keys alone.
//!
//! Each law runs on the example in both of its surveys and on the ground, and on a made-up
//! country: a key of the contract that no other test names is asserted here.

use std::path::Path;

use border_coverage::{DataSet, SurveyId};
use serde_json::Value;

/// The reports of two folders in all of their surveys, as a reader of the files gets them.
fn reports() -> Vec<Value> {
    let mut all = Vec::new();
    for (folder, surveys) in
        [("data/dien_bien", &["ground", "2015", "2017"][..]), ("tests/fixtures/country", &["2012"])]
    {
        let data = DataSet::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        for survey in surveys {
            let survey = SurveyId::new(survey).unwrap();
            let report = data.report(None, Some(&survey)).unwrap();
            all.push(serde_json::to_value(report).unwrap());
        }
    }
    all
}

fn mm(value: &Value, key: &str) -> i64 {
    value[key].as_i64().unwrap_or_else(|| panic!("{key} of {value}"))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} of {value}"))
}

fn sum(rows: &[Value], key: &str) -> i64 {
    rows.iter().map(|row| mm(row, key)).sum()
}

#[test]
fn a_declared_sum_is_what_is_registered_counted_again_or_of_other_surveys() {
    let mut of_other_surveys = 0;
    for report in reports() {
        let naive = &report["surveys"]["naive"];
        for part in list(naive, "sections").iter().chain([naive]) {
            let explained =
                mm(part, "registered_mm") + mm(part, "again_mm") + mm(part, "of_surveys_mm");
            assert_eq!(mm(part, "declared_mm"), explained);
            of_other_surveys += mm(part, "of_surveys_mm").abs();
        }
        for key in ["total_mm", "declared_mm", "registered_mm", "again_mm", "of_surveys_mm"] {
            assert_eq!(sum(list(naive, "sections"), key), mm(naive, key), "{key}");
        }
        for section in list(naive, "sections") {
            for cause in list(section, "causes") {
                let most = mm(cause, "again_mm") + mm(cause, "of_surveys_mm");
                assert!(most <= mm(cause, "declared_mm"), "{cause}");
            }
        }
    }
    assert!(of_other_surveys > 0, "no report mixes surveys: the law is not tried");
}

#[test]
fn a_residual_is_what_carrying_over_adds_by_scale_and_beyond() {
    let reports = reports();
    let total = |survey: &Value, section: &Value| {
        let report = reports.iter().find(|report| report["survey"] == *survey)?;
        let section = list(report, "sections").iter().find(|s| s["section"] == *section)?;
        Some(mm(section, "total_mm") as f64)
    };
    let mut carried_from_others = 0;
    for report in &reports {
        for row in list(&report["surveys"], "carried") {
            let (own, carried) = (mm(row, "own_mm"), mm(row, "carried_mm"));
            assert_eq!(mm(row, "residual_mm"), carried - own);
            let ratio = carried as f64 / own as f64;
            assert!((row["ratio"].as_f64().unwrap() - ratio).abs() < 1e-12, "{row}");
            let here = total(&report["survey"], &row["section"]).unwrap();
            let there = total(&row["survey"], &row["section"]).unwrap();
            let beyond = carried as f64 - own as f64 * here / there;
            // Each row of the registry is rounded to a millimetre once.
            let rounded = mm(row, "rows") as f64;
            assert!((mm(row, "beyond_scale_mm") as f64 - beyond).abs() <= rounded, "{row}");
            carried_from_others += i64::from(own != carried);
        }
    }
    assert!(carried_from_others > 0);
}

#[test]
fn an_expanded_error_is_the_coverage_factor_times_the_standard_error() {
    for report in reports() {
        let all = &report["uncertainty"];
        let factor = mm(all, "coverage_factor");
        for part in list(all, "sections").iter().chain([all]) {
            assert_eq!(mm(part, "expanded_mm"), factor * mm(part, "standard_mm"));
        }
        // Sections are measured independently: their variances add up.
        let squares = list(all, "sections").iter().map(|s| (mm(s, "standard_mm") as f64).powi(2));
        let together = squares.sum::<f64>().sqrt();
        assert!((together - mm(all, "standard_mm") as f64).abs() <= 1.0);
        assert_eq!(mm(all, "registered_mm"), mm(&report["line"], "registered_mm"));
        for end in list(all, "ends") {
            // The scale is not known where no control checks it.
            let parts = ["declared_mm", "position_mm", "scale_mm"].map(|key| &end[key]);
            let parts = parts.into_iter().filter(|part| !part.is_null());
            let squares = parts.map(|part| part.as_f64().unwrap().powi(2)).sum::<f64>();
            // Each part is rounded to a millimetre, and so is their sum.
            assert!((squares.sqrt() - mm(end, "standard_mm") as f64).abs() <= 3.0, "{end}");
            assert!(mm(end, "at_mm") >= 0);
        }
    }
}

#[test]
fn a_forecast_starts_from_what_is_left_and_resumed_is_part_of_what_lapsed() {
    let mut forecasts = 0;
    for report in reports() {
        for forecast in list(&report["history"], "forecast") {
            assert_eq!(mm(forecast, "left_mm"), mm(&report["line"], "unregistered_mm"));
            forecasts += 1;
        }
        let endings = &report["history"]["endings"];
        let rows = list(endings, "rows");
        let lapsed = rows.iter().filter(|row| row["becomes"] == "lapsed");
        let (again, not_again): (Vec<&Value>, Vec<&Value>) =
            lapsed.partition(|row| !row["again"].is_null());
        let length = |rows: &[&Value]| rows.iter().map(|row| mm(row, "length_mm")).sum::<i64>();
        assert_eq!(mm(endings, "resumed_mm"), length(&again));
        assert_eq!(mm(endings, "lapsed_mm"), length(&again) + length(&not_again));
    }
    assert!(forecasts > 0);
}

#[test]
fn intervals_between_controls_compare_official_with_measured_lengths() {
    let mut seen = 0;
    for report in reports() {
        for row in list(&report["surveys"], "intervals") {
            let ratio = mm(row, "declared_mm") as f64 / mm(row, "measured_mm") as f64;
            assert!((row["ratio"].as_f64().unwrap() - ratio).abs() < 1e-6, "{row}");
            seen += 1;
        }
    }
    assert!(seen > 0, "no report has an interval between controls");
}

#[test]
fn cross_tables_tile_the_line_and_name_their_axes() {
    for report in reports() {
        for table in list(&report, "cross_tables") {
            for axis in ["rows_by", "columns_by"] {
                assert!(["place", "keeper"].contains(&table[axis].as_str().unwrap()), "{axis}");
            }
            if table["refused"].is_null() {
                for key in ["total_mm", "registered_mm", "once_mm", "shared_mm", "recognised_mm"] {
                    let cells = sum(list(table, "cells"), key);
                    assert_eq!(cells, mm(&report["line"], key), "{key}");
                }
            }
        }
    }
}

#[test]
fn a_sliver_is_no_longer_than_the_tolerance_and_a_seam_lies_at_its_conflict() {
    let mut seams = 0;
    for report in reports() {
        let conflicts = &report["conflicts"];
        let tolerance = mm(conflicts, "tolerance_mm");
        for row in list(conflicts, "rows") {
            if row["class"] == "sliver" {
                assert!(mm(row, "length_mm") <= tolerance, "{row}");
            }
            if let Some(seam) = row["seam"].as_object() {
                let at = seam["at_mm"].as_i64().unwrap();
                assert!((mm(row, "from_mm")..=mm(row, "to_mm")).contains(&at), "{row}");
                seams += 1;
            }
        }
    }
    assert!(seams > 0);
}
