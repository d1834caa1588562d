//! Lengths in `registrations.csv`: promised without a place, or written beside both ends.

use border_coverage::audit::CountKind;
use border_coverage::{DataSet, Length, Report};
use jiff::civil::date;

use super::support::{Set, cells, closes, is_written, sound, tells};

const FILE: &str = "registrations.csv";

/// The sound set with a column of lengths, blank in all rows, and some more rows.
fn with(rows: &[&str]) -> Set {
    let text = sound().text(FILE).replace("survey\n", "survey,length_km\n");
    let filled = text.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line}\n"),
        _ => format!("{line},\n"),
    });
    let content: String = filled.chain(rows.iter().map(|row| format!("{row}\n"))).collect();
    sound().whole(FILE, content)
}

/// The promised lengths of a report, by registration.
fn promised(report: &Report) -> Vec<(String, i64)> {
    let rows = report.pledges.rows.iter();
    rows.map(|row| (row.registration.to_string(), row.length_mm.mm())).collect()
}

#[test]
fn a_length_without_a_place_is_told_beside_the_accounts_and_in_none_of_them() {
    let set = with(&[
        "R6,a-pa,laos,,,2016-01-01,,,,3.2",
        "R7,a-pa,,,,2016-01-01,,recognised,,1.25",
        "R8,leng,china,,,2016-01-01,2017-01-01,,,2",
        "R9,leng,china,,,2017-05-01,,,,4",
    ]);
    let (report, without) = (set.report().unwrap(), sound().report().unwrap());
    assert_eq!(report.problems, []);
    let pledges = &report.pledges;
    assert_eq!(pledges.length_mm, Length::from_mm(4_450_000));
    assert_eq!((pledges.villages, pledges.villages_without_stretch), (1, 0));
    assert_eq!(promised(&report), [("R6".into(), 3_200_000), ("R7".into(), 1_250_000)]);
    assert_eq!(pledges.rows[0].section.as_ref().map(ToString::to_string).as_deref(), Some("laos"));
    assert_eq!(pledges.rows[1].section, None);
    assert_eq!(pledges.rows.iter().map(|row| row.recognised).collect::<Vec<_>>(), [false, true]);
    // In no other figure.
    let others = |report: &Report| {
        let mut all = serde_json::to_value(report).unwrap();
        all.as_object_mut().unwrap().remove("pledges").unwrap();
        all
    };
    assert_eq!(others(&report), others(&without));
    closes(&report);
    is_written(&report);

    let text = report.to_text(border_coverage::Lang::English);
    assert!(text.contains("promised without a place, km"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("a-pa") && line.contains("3.200")), "{text}");
    assert!(!without.to_text(border_coverage::Lang::English).contains("promised"));
}

#[test]
fn a_folder_of_pledges_alone_has_a_day_and_keeps_nothing() {
    let rows = "registration,village,section,from,to,since,length_km\n\
                R1,a-pa,,,,2016-03-01,7\nR2,leng,laos,,,2016-04-01,0.5\n";
    let mut set = sound().whole(FILE, rows).swap("dataset.toml", "date = 2017-04-25\n", "");
    for file in ["keepers.csv", "groups.csv"] {
        set = set.remove(file);
    }
    let report = set.report().unwrap();
    assert_eq!(report.date, date(2016, 4, 1));
    assert_eq!(report.line.registered(), Length::ZERO);
    assert_eq!(report.pledges.length_mm, Length::from_mm(7_500_000));
    assert_eq!((report.pledges.villages, report.pledges.villages_without_stretch), (2, 2));
    let on = |day| DataSet::read(set.folder().path()).unwrap().report(Some(day), None).unwrap();
    assert_eq!(promised(&on(date(2016, 3, 31))), [("R1".into(), 7_000_000)]);
}

#[test]
fn a_pledge_that_cannot_be_used_is_left_out() {
    for (row, field, value, words) in [
        ("R6,a-pa,laos,,,2016-01-01,,,,3 200", "length_km", "3 200", "blank inside"),
        ("R6,a-pa,laos,,,2016-01-01,,,,\"3,2\"", "length_km", "3,2", "numbers = \"comma\""),
        ("R6,a-pa,laos,,,2016-01-01,,,,0", "length_km", "0", "more than 0"),
        ("R6,a-pa,laos,,,2016-01-01,,,,-3", "length_km", "-3", "more than 0"),
        ("R6,a-pa,laos,,,2016-01-01,,,,1e", "length_km", "1e", "digits alone"),
        ("R6,a-pa,lao,,,2016-01-01,,,,3", "section", "lao", "no section|correct it"),
        ("R6,a-pb,laos,,,2016-01-01,,,,3", "village", "a-pb", "villages.csv"),
        ("R6,a-pa,laos,,,,,,,3", "since", "", "required"),
        ("R6,a-pa,laos,,,2016-01-01,2015-01-01,,,3", "until", "2015-01-01", "period is empty"),
        ("R6,a-pa,laos,,,2016-01-01,,gone,,3", "state", "gone", "or recognised"),
        // A length does not stand for one end.
        ("R6,a-pa,laos,2,,2016-01-01,,,,3", "to", "", "required"),
        ("R6,a-pa,laos,,2,2016-01-01,,,,3", "from", "", "required"),
        ("R6,a-pa,laos,,,2016-01-01,,,,", "from", "", "write both|length_km"),
    ] {
        tells(&with(&[row]), &[(FILE, 7, field, value, words)], 1, &sound());
    }
}

#[test]
fn what_is_promised_twice_or_in_a_survey_counts_and_is_told() {
    let row = "R6,a-pa,laos,,,2016-01-01,,,nosuch,3.2";
    let set = with(&[row, row, "R6,a-pa,laos,,,2016-01-01,,,,3.3"]);
    let survey = |line| (FILE, line, "survey", "nosuch", "read in no survey");
    let again = (FILE, 8, "length_km", "3.2", "line 7 says the same: both count");
    tells(&set, &[survey(7), survey(8), again], 0, &set);
    assert_eq!(set.report().unwrap().pledges.length_mm, Length::from_mm(9_700_000));
}

#[test]
fn more_than_there_is_is_told_and_sums_do_not_leave_the_range() {
    let told = [
        (FILE, 7, "length_km", "31", "more is promised than there is|its section is 30.000 km"),
        (FILE, 8, "length_km", "45", "the line is 44.500 km"),
    ];
    let rows = ["R6,a-pa,laos,,,2016-01-01,,,,31", "R7,a-pa,,,,2016-01-01,,,,45"];
    let set = with(&rows);
    assert_eq!(promised(&set.report().unwrap()).len(), 2);
    tells(&set, &told, 0, &set);

    // Nine thousand times a thousand million kilometres fit, ten thousand times do not.
    let row = "R6,a-pa,,,,2016-01-01,,,,1000000000";
    let report = with(&vec![row; 10_000]).report().unwrap();
    assert_eq!(report.rows_left_out, 10_000 - 9_223);
    assert_eq!(report.pledges.length_mm, Length::from_mm(9_223_000_000_000_000_000));
}

#[test]
fn a_length_beside_both_ends_is_compared_with_their_stretch() {
    // From marker 2 to 3 it is 5 km in the survey of 2015.
    let own = {
        let set = with(&["R6,a-pa,laos,2,3,2016-01-01,,,,"]);
        let report = set.report().unwrap();
        let kept = |report: &Report| {
            let village = report.villages.iter().find(|v| v.village == "a-pa");
            village.map_or(Length::ZERO, |village| village.kept)
        };
        kept(&report) - kept(&sound().report().unwrap())
    };
    let twin = with(&["R6,a-pa,laos,2,3,2016-01-01,,,,"]);
    let km = |share: f64, decimals: usize| format!("{:.decimals$}", own.metres() / 1e3 * share);
    for (length, is_told) in [
        (km(1.0, 3), false),
        (km(1.049, 3), false),
        (km(0.951, 3), false),
        (km(1.051, 3), true),
        (km(0.949, 3), true),
        (km(10.0, 3), true),
        // Rounded to whole kilometres it may be off by half of one.
        (format!("{:.0}", own.metres() / 1e3), false),
        (format!("{:.0}", own.metres() / 1e3 + 1.0), true),
    ] {
        let row = format!("R6,a-pa,laos,2,3,2016-01-01,,,,{length}");
        let set = with(&[&row]);
        let told = [(FILE, 7, "length_km", length.as_str(), "from 2 to 3 it is|correct")];
        tells(&set, if is_told { &told } else { &[] }, 0, &twin);
    }
    // Older than every survey it is read on the ground, which need not be meant.
    let row = format!("R6,a-pa,laos,2,3,2014-01-01,,,,{}", km(1.0, 3));
    let words = "in survey ground (if it was counted in survey 2015, write that";
    let old = with(&["R6,a-pa,laos,2,3,2014-01-01,,,,"]);
    let off = own.metres() / 1e3 * 2.0;
    let far = format!("R6,a-pa,laos,2,3,2014-01-01,,,,{off:.3}");
    let report = with(&[&row]).report().unwrap();
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    assert!(report.problems[0].message.contains(words), "{:?}", report.problems);
    let value = format!("{off:.3}");
    tells(&with(&[&far]), &[(FILE, 7, "length_km", &value, words)], 0, &old);
    let told = [(FILE, 7, "length_km", "5 km", "digits alone|kept without it")];
    tells(&with(&["R6,a-pa,laos,2,3,2016-01-01,,,,5 km"]), &told, 0, &twin);
    // What has no place is told once, not compared.
    let told = [(FILE, 7, "from", "99", "no marker 99")];
    tells(&with(&["R6,a-pa,laos,99,3,2016-01-01,,,,5"]), &told, 1, &sound());
}

#[test]
fn a_pledge_that_got_its_ends_is_explained_as_one_less_and_a_stretch_more() {
    let before = with(&["R6,a-pa,laos,,,2016-01-01,,,,5"]);
    let after = with(&["R6,a-pa,laos,3,5,2016-01-01,,,,"]);
    let read = |set: &Set| DataSet::read(set.folder().path()).unwrap();
    let before = read(&before);
    let options = border_coverage::io::ReportOptions {
        compare: Some(&before),
        ..border_coverage::io::ReportOptions::default()
    };
    let report = read(&after).report_with(&options).unwrap();
    let table = &report.explain.as_ref().unwrap().explanation;
    let row = table.counts.iter().find(|row| row.what == CountKind::Pledges).unwrap();
    assert_eq!((row.before, row.after, row.started, row.ended), (1, 0, 0, 1));
    let row = table.counts.iter().find(|row| row.what == CountKind::PledgedLength).unwrap();
    assert_eq!((row.before, row.ended, row.changed), (5_000_000, 5_000_000, 0));
    let text = report.to_text(border_coverage::Lang::English);
    let row = "promised without a place, km   5.000  0.000    0.000  5.000";
    assert!(text.lines().any(|line| line == row), "{text}");
    let added = table.changes.iter().filter(|row| row.registration == "R6");
    assert!(added.map(|row| row.registered.mm()).sum::<i64>() > 0);
    let folder = tempfile::tempdir().unwrap();
    report.write(folder.path()).unwrap();
    assert_eq!(cells(&folder.path().join("problems.csv")), Vec::<Vec<String>>::new());
}

#[test]
fn a_proposal_is_not_called_as_a_pledge_is() {
    let named = |set: &Set| {
        let proposals = set.report().unwrap().proposals.proposals;
        let ids = proposals.iter().map(|row| row.registration.to_string());
        ids.collect::<Vec<_>>()
    };
    let plain = named(&sound());
    assert_eq!(plain[0], "proposal-1");
    let after = named(&with(&["proposal-1,a-pa,,,,2016-01-01,,,,2"]));
    assert_eq!(after.len(), plain.len());
    assert!(!after.contains(&plain[0]), "{after:?}");
}
