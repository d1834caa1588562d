//! The published figures of the first-year review, computed from the example data.

use std::fs;
use std::path::Path;

use border_coverage::audit::{ConflictClass, Every, Policy};
use border_coverage::period::parse_date;
use border_coverage::{DataSet, Lang, Report, SurveyId};

fn data() -> DataSet {
    DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien")).unwrap()
}

fn report(date: &str, survey: &str) -> Report {
    let survey = SurveyId::new(survey).unwrap();
    data().report(Some(parse_date(date).unwrap()), Some(&survey)).unwrap()
}

/// In words, with figures as published.
#[test]
fn the_report_of_the_first_year_gives_the_published_figures() {
    let report = data().report(None, None).unwrap();
    assert_eq!((report.date.to_string().as_str(), report.survey.as_str()), ("2017-04-25", "2015"));
    assert_eq!(report.line.registered().km(), "365.861");
    assert_eq!(report.line.total().km(), "400.861");
    assert_eq!(report.line.unregistered().km(), "35.000");
    assert_eq!(report.line.share().to_string(), "91.27 %");
    assert_eq!(report.sections[0].account.total().km(), "360.000");
    assert_eq!(report.sections[1].account.total().km(), "40.861");
    assert_eq!(report.collectives, 125);
    assert_eq!((report.markers.registered, report.markers.total), (173, 187));
    assert_eq!(report.markers.unregistered.len(), 14);
    assert_eq!((report.works.registered, report.works.total), (4, 4));
    assert_eq!((report.keepers.households, report.keepers.people), (2_789, 3_816));
    assert_eq!((report.groups.groups, report.groups.members), (347, 2_041));
    assert_eq!((report.commendations.collectives, report.commendations.persons), (32, 52));
    let level = |level: &str| {
        let areas: Vec<_> = report.areas.iter().filter(|area| area.level == level).collect();
        (areas.iter().filter(|area| area.villages_registered > 0).count(), areas.len())
    };
    assert_eq!(level("commune"), (29, 29));
    assert_eq!(level("district"), (4, 4));
    assert_eq!(level("post"), (17, 17));
    assert_eq!((report.problems.len(), report.rows_left_out), (0, 0));
}

#[test]
fn the_same_registrations_are_a_lower_share_of_the_longer_survey() {
    let before = report("2017-04-25", "2015");
    let after = report("2017-04-25", "2017");
    assert_eq!(after.line.total().km(), "455.573");
    assert_eq!(after.sections[0].account.total().km(), "414.712");
    assert!(after.line.share().ratio() < before.line.share().ratio());
    assert_eq!(after.collectives, before.collectives);
    assert_eq!(after.gaps.len(), before.gaps.len());
}

#[test]
fn every_day_and_survey_closes() {
    for survey in ["ground", "2015", "2017"] {
        for date in
            ["2014-12-31", "2015-02-11", "2015-06-30", "2016-07-01", "2018-03-01", "2030-01-01"]
        {
            let report = report(date, survey);
            let line = &report.line;
            assert_eq!(line.once() + line.shared(), line.registered());
            assert_eq!(line.registered() + line.unregistered(), line.total());
            let gaps: i64 = report.gaps.iter().map(|gap| gap.stretch.length().mm()).sum();
            assert_eq!(gaps, line.unregistered().mm());
            let overlaps: i64 =
                report.overlaps.iter().map(|overlap| overlap.span.length().mm()).sum();
            assert_eq!(overlaps, line.shared().mm());
            let conflicts = report.conflicts.rows.iter().filter(|row| row.villages.len() > 1);
            let conflicts: i64 = conflicts.map(|row| row.stretch.length().mm()).sum();
            assert_eq!(conflicts, line.shared().mm());
            for policy in &report.conflicts.outcomes {
                assert_eq!(policy.line.registered(), line.registered());
                assert_eq!(policy.line.shared(), policy.undecided);
            }
            let sole: i64 = report.villages.iter().map(|village| village.sole.mm()).sum();
            assert_eq!(sole, line.once().mm());
            let sections: i64 = report.sections.iter().map(|s| s.account.registered().mm()).sum();
            assert_eq!(sections, line.registered().mm());
            let nearest: i64 =
                report.division.pieces.iter().map(|piece| piece.span.length().mm()).sum();
            assert_eq!(nearest, line.total().mm());
            let proposed: i64 =
                report.proposals.proposals.iter().map(|p| p.stretch.length().mm()).sum();
            let unfilled: i64 =
                report.proposals.unfilled.iter().map(|u| u.stretch.length().mm()).sum();
            assert_eq!(proposed + unfilled, line.unregistered().mm());
            assert_eq!(line.registered().mm() + proposed, report.proposals.after.registered().mm());
            let stretches: i64 = report.map.stretches.iter().map(|s| s.at.length().mm()).sum();
            assert_eq!(stretches, line.total().mm());
        }
    }
}

/// Every figure of every third row, from a report of its own.
#[test]
fn each_row_of_the_history_is_the_report_of_its_day() {
    let history = report("2018-03-01", "2017").history;
    assert_eq!((history.step, history.rows.len()), (Some(Every::Month), 38));
    for (i, row) in history.rows.iter().enumerate().step_by(3) {
        let day = report(&row.date.to_string(), "2017");
        assert_eq!(row.registered, day.line.registered());
        assert_eq!(row.registered_share, day.line.share().ratio());
        assert_eq!(row.recognised, day.line.recognised());
        let (markers, keepers, groups) = (&day.markers, &day.keepers, &day.groups);
        let counts = [
            day.collectives,
            markers.total,
            markers.registered,
            keepers.households,
            keepers.persons,
            keepers.people as usize,
            groups.groups,
            groups.members as usize,
        ];
        let of_row = [
            row.collectives,
            row.markers,
            row.markers_registered,
            row.households,
            row.persons,
            row.people,
            row.groups,
            row.members,
        ];
        assert_eq!(of_row.map(|n| n as usize), counts, "{}", row.date);
        assert_eq!(history.areas.len(), day.areas.len());
        for (area, of_day) in history.areas.iter().zip(&day.areas) {
            assert_eq!(area.area, of_day.area);
            let registered = of_day.account.map(|coverage| coverage.registered());
            assert_eq!(area.registered().nth(i), Some(registered), "{} on {}", area.area, row.date);
        }
    }
    let ended = &history.endings;
    let parts: i64 = ended.parts.iter().map(|part| part.stretch.length().mm()).sum();
    assert_eq!(parts, ended.ended.mm());
    assert_eq!(ended.renewed + ended.taken_over + ended.lapsed, ended.ended);
}

#[test]
fn each_day_in_each_survey_is_its_report() {
    let surveys = data().report(None, None).unwrap().surveys;
    assert_eq!((surveys.days.len(), surveys.rows.len(), surveys.lacking.len()), (3, 9, 0));
    for row in &surveys.rows {
        let day = report(&row.date.to_string(), row.survey.as_str());
        assert_eq!(row.account, day.line, "{} in {}", row.date, row.survey);
    }
    let naive = &surveys.naive;
    assert_eq!(naive.line.declared.km(), "393.388362");
    // Ten kilometres of the Chinese section are declared by two, of 40.861 in all.
    let above: Vec<_> = naive.sections.iter().filter(|s| !s.causes.is_empty()).collect();
    assert_eq!((above.len(), above[0].section.as_str()), (1, "china"));
    assert!(above[0].account.declared_share > Some(1.03));
}

#[test]
fn overlaps_are_of_three_kinds_and_two_policies_meet_a_place_of_three_villages() {
    let report = report("2017-04-25", "2015");
    let table = &report.conflicts;
    let of = |class: ConflictClass| table.rows.iter().filter(|row| row.class == class).count();
    let classes = [ConflictClass::Inside, ConflictClass::Seam, ConflictClass::Conflict];
    assert_eq!(classes.map(of), [8, 3, 47]);
    assert_eq!((table.rows.len(), report.overlaps.len()), (58, 58));
    // Each within one post's stretch, where two of its communes meet.
    let seams = table.rows.iter().filter_map(|row| row.seam.as_ref());
    let seams: Vec<_> = seams.map(|seam| (seam.level.as_str(), seam.at.to_string())).collect();
    let at = ["33+2350.835 m", "44+1392.569 m", "131"];
    assert_eq!(seams, at.map(|at| ("commune", at.to_owned())));
    let left = |policy: Policy| {
        let outcome = table.outcomes.iter().find(|outcome| outcome.policy == policy).unwrap();
        outcome.undecided.mm()
    };
    assert_eq!(left(Policy::EarlierStands), 0);
    assert_eq!([Policy::CutAtMiddle, Policy::CutAtMarker].map(left), [484_530; 2]);
    assert!(report.to_text(Lang::English).contains("earlier stands"));
}

#[test]
fn before_the_programme_nothing_is_registered() {
    let report = report("2014-12-31", "2015");
    assert_eq!(report.line.registered().mm(), 0);
    assert_eq!((report.collectives, report.gaps.len()), (0, 2));
}

#[test]
fn communes_add_up_to_districts_and_the_line() {
    let report = report("2017-04-25", "2015");
    for level in ["commune", "district", "post", "province"] {
        let areas = report.areas.iter().filter(|area| area.level == level);
        let (mut total, mut registered) = (0, 0);
        for coverage in areas.filter_map(|area| area.account) {
            total += coverage.total().mm();
            registered += coverage.registered().mm();
        }
        assert_eq!(total, report.line.total().mm(), "{level}");
        assert_eq!(registered, report.line.registered().mm(), "{level}");
    }
}

#[test]
fn gap_addresses_read_back_as_their_measures() {
    let data = data();
    for survey in ["2015", "2017", "ground"] {
        let survey = SurveyId::new(survey).unwrap();
        let report = data.report(None, Some(&survey)).unwrap();
        for gap in report.gaps.iter().map(|gap| &gap.stretch) {
            for (text, measure) in [(&gap.from, gap.span.from()), (&gap.to, gap.span.to())] {
                let text = text.to_string();
                let address = border_coverage::Address::parse(&text, Default::default()).unwrap();
                let back = data.border().locate(&gap.section, &address, &survey, report.date);
                assert_eq!(back.unwrap().measure, measure, "{text}");
            }
        }
    }
}

#[test]
fn the_nearest_village_of_a_gap_is_found_by_trying_all() {
    let data = data();
    let report = data.report(None, None).unwrap();
    let gap = report.gaps.iter().max_by_key(|gap| gap.stretch.length()).unwrap();
    let stretch = report.map.stretches.iter().find(|stretch| stretch.at == gap.stretch);
    let line = border_coverage::Polyline::try_from(&stretch.unwrap().geometry).unwrap();
    let mut all: Vec<(f64, &str)> = data
        .registry()
        .villages()
        .iter()
        .map(|village| {
            // The dull way: a step of a metre along the gap.
            let steps = line.length() as usize;
            let at = |i| {
                border_coverage::Place::new(line.length() * f64::from(i) / steps as f64).unwrap()
            };
            let near = (0..=steps as u32)
                .step_by(10)
                .map(|i| {
                    border_coverage::geodesy::distance(line.at(at(i)).unwrap(), village.at.unwrap())
                })
                .fold(f64::INFINITY, f64::min);
            (near, village.id.as_str())
        })
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (neighbour, (metres, village)) in gap.nearest.iter().zip(&all) {
        assert_eq!(neighbour.village.as_str(), *village);
        let distance = neighbour.distance.metres();
        assert!(distance <= metres + 0.001 && metres - distance < 5.0);
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    data().report(None, None).unwrap().write(&one).unwrap();
    data().report(None, None).unwrap().write(&two).unwrap();
    for file in Report::FILES {
        assert_eq!(fs::read(one.join(file)).unwrap(), fs::read(two.join(file)).unwrap(), "{file}");
    }
    let left: Vec<_> = fs::read_dir(&one).unwrap().collect();
    assert_eq!(left.len(), Report::FILES.len(), "nothing temporary stays behind");
}

/// A proposal written as rows of registrations.csv closes the gaps that it says it does.
#[test]
fn proposals_registered_as_rows_give_the_coverage_they_promise() {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"));
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let report = data().report(None, None).unwrap();
    let file = folder.path().join("registrations.csv");
    let mut rows = fs::read_to_string(&file).unwrap();
    for p in &report.proposals.proposals {
        let (id, village, section) = (&p.registration, &p.village, &p.stretch.section);
        rows.push_str(&format!(
            "{id},{village},{section},{},{},2017-04-25,,registered,2015\n",
            p.stretch.from, p.stretch.to
        ));
    }
    fs::write(&file, rows).unwrap();
    let after = DataSet::read(folder.path()).unwrap().report(None, None).unwrap();
    assert_eq!(after.rows_left_out, 0);
    assert_eq!(after.line.registered(), report.proposals.after.registered());
    assert_eq!(after.line.shared(), report.line.shared());
}

/// Every stretch of the map, read back as geometry: end to start along each section, and as long
/// as the section.
#[test]
fn the_map_read_back_tiles_the_border() {
    let folder = tempfile::tempdir().unwrap();
    data().report(None, None).unwrap().write(folder.path()).unwrap();
    let map: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("map.geojson")).unwrap()).unwrap();
    for (section, metres) in [("laos", 396_157.579), ("china", 39_845.322)] {
        let (mut length, mut end, mut measure) = (0.0, None, 0);
        for feature in map["features"].as_array().unwrap() {
            let properties = &feature["properties"];
            let tiles = ["registered", "shared", "unregistered"].map(serde_json::Value::from);
            if properties["section"] != section || !tiles.contains(&properties["kind"]) {
                continue;
            }
            let coordinates: Vec<[f64; 2]> =
                serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap();
            assert_eq!(properties["from_mm"], measure);
            measure = properties["to_mm"].as_i64().unwrap();
            assert!(end.is_none() || end == coordinates.first().copied());
            end = coordinates.last().copied();
            let line: Vec<_> = coordinates
                .into_iter()
                .map(|c| border_coverage::LonLat::try_from(c).unwrap())
                .collect();
            length += border_coverage::Polyline::new(&[line]).unwrap().length();
        }
        assert!((length - metres).abs() < 0.001, "{section}: {length}");
    }
}

#[test]
fn an_output_that_cannot_be_written_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let report = data().report(None, None).unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "old").unwrap();
    let error = report.write(&file).unwrap_err().to_string();
    assert!(error.contains("taken"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    // A directory in the place of one file: the others are written, nothing half-made remains.
    let out = folder.path().join("out");
    fs::create_dir_all(out.join("map.geojson")).unwrap();
    assert!(report.write(&out).is_err());
    assert!(Path::new(&out.join("report.json")).is_file());
    assert!(
        fs::read_dir(&out).unwrap().all(|e| !e
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("."))
    );
}
