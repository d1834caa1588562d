//! Days that may be meant but seldom are, and what else counts though it is told.

use border_coverage::DataSet;
use jiff::civil::date;

use super::support::{Set, sound, tells};

/// The sound set with one more registration of a stretch that is kept already.
fn since(day: &str) -> Set {
    sound().plus("registrations.csv", &format!("R6,leng,laos,5,6,{day},,,"))
}

#[test]
fn a_year_apart_from_all_others_is_told_and_counts() {
    for (day, told) in [
        // The latest other day is 20 December 2016, the earliest 9 January 2015.
        ("2041-12-19", None),
        ("2041-12-20", Some(("2041-12-20", "is 25 years after all else begins"))),
        ("25/04/2071", Some(("25/04/2071", "is 54 years after all else"))),
        ("2107-04-25", Some(("2107-04-25", "90 years after all else|check the year"))),
        ("1017-04-25", Some(("1017-04-25", "997 years before all else|check the year"))),
    ] {
        let set = since(day);
        let told: Vec<_> = told
            .map(|(value, words)| ("registrations.csv", 7, "since", value, words))
            .into_iter()
            .collect();
        let late = day != "1017-04-25";
        let report = set.report().unwrap();
        assert_eq!(report.problems.len(), told.len(), "{:#?}", report.problems);
        if late {
            // Not yet in force.
            tells(&set, &told, 0, &sound());
        }
    }
    // Where no day is given, that would be the day of the report.
    let set = since("2107-04-25").swap("dataset.toml", "date = 2017-04-25\n", "");
    let report = set.report().unwrap();
    assert_eq!(report.date, date(2107, 4, 25));
    assert!(report.problems.iter().any(|problem| problem.message.contains("90 years after")));
}

#[test]
fn many_years_apart_are_another_time_and_no_misprints() {
    let rows = (0..40).map(|i| format!("P{i},leng,laos,5,6,2116-06-{:02},,,\n", 1 + i % 28));
    let set = sound().plus("registrations.csv", rows.collect::<String>().trim_end());
    assert_eq!(set.report().unwrap().problems, []);
    // Two days alone do not say which is wrong.
    let two = "registration,village,section,from,to,since\nR1,leng,laos,5,6,2016-06-01\n\
               R2,leng,laos,5,6,2106-06-01\n";
    let mut set = sound().whole("registrations.csv", two);
    for file in ["keepers.csv", "groups.csv", "commendations.csv"] {
        set = set.remove(file);
    }
    assert_eq!(set.report().unwrap().problems, []);
}

#[test]
fn kilometres_older_than_every_survey_are_read_on_the_ground_and_told() {
    let like = |row: &str| {
        let mut cells: Vec<&str> = row.split(',').collect();
        cells[8] = "ground";
        sound().plus("registrations.csv", &cells.join(","))
    };
    for (row, is_told) in [
        ("R6,leng,laos,km 12.5,6,2014-12-31,,,", true),
        ("R6,leng,laos,5+20 m,6,2014-12-31,,,", true),
        ("R6,leng,laos,5,6-0.1 km,2014-12-31,,,", true),
        ("R6,leng,laos,5,6,2014-12-31,,,", false),
        ("R6,leng,laos,km 12.5,6,2015-01-01,,,", false),
        ("R6,leng,laos,km 12.5,6,2014-12-31,,,2015", false),
        ("R6,leng,laos,@ 102.05 22.0,end,2014-12-31,,,", false),
    ] {
        let words = "the first survey, 2015, is of 2015-01-01|of this row are|column survey";
        let told = [("registrations.csv", 7, "since", "2014-12-31", words)];
        let set = sound().plus("registrations.csv", row);
        let twin = if is_told { like(row) } else { set.clone() };
        tells(&set, if is_told { &told } else { &[] }, 0, &twin);
    }
    let rows = "R6,leng,laos,km 12.5,6,2014-12-31,,,\nR7,leng,laos,km 12.5,6,2014-12-30,,,";
    let set = sound().plus("registrations.csv", rows);
    let words = "of this row, as in 1 more row, are read on the ground";
    let problems = DataSet::read(set.folder().path()).unwrap();
    let problems: Vec<String> = problems.problems().iter().map(ToString::to_string).collect();
    assert!(problems.len() == 1 && problems[0].contains(words), "{problems:?}");
}

#[test]
fn a_village_commended_twice_on_a_day_is_told_and_a_second_person_is_not() {
    let text = sound().text("commendations.csv").to_owned();
    let with = |row: &str| sound().plus("commendations.csv", &format!("{row}\n{row}"));
    let lines = text.lines().count();
    let district = text.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let set = with(&format!("2016-12-01,{district},collective,leng"));
    let words = format!("line {} says the same: both count", lines + 1);
    let told = [("commendations.csv", lines + 2, "village", "leng", words.as_str())];
    tells(&set, &told, 0, &set);
    let given = |set: &Set| set.report().unwrap().commendations.collectives;
    assert_eq!(given(&set), given(&sound()) + 2);
    // Rows that are left out count for nothing.
    let unknown = with("2016-12-01,nobody,collective,leng").report().unwrap();
    assert_eq!((unknown.problems.len(), unknown.rows_left_out), (2, 2));
    for others in ["person,leng", "collective,"] {
        let set = with(&format!("2016-12-01,{district},{others}"));
        tells(&set, &[], 0, &set);
    }
}

#[test]
fn a_survey_a_last_day_and_a_commendation_many_years_later_are_told() {
    let survey = sound().plus("surveys.csv", "2107,2107-12-13,laos,30,\n2107,2107-12-13,china,14,");
    let words = "is 90 years after all else begins|check the year";
    let told = [3, 4].map(|line| ("surveys.csv", line + 1, "date", "2107-12-13", words));
    let report = survey.report().unwrap();
    assert_eq!(report.problems.len(), 2);
    tells(&survey, &told, 0, &survey);
    assert_eq!(report.line, sound().report().unwrap().line);
    // An old treaty is no misprint.
    let treaty = sound().plus("surveys.csv", "1895,1895-06-20,laos,30,");
    assert_eq!(treaty.report().unwrap().problems, []);
    let until = sound().plus("registrations.csv", "R6,leng,laos,5,6,2016-06-01,2107-01-10,,");
    let words = "ends 90 years after all else begins|check the year";
    let told = [("registrations.csv", 7, "until", "2107-01-10", words)];
    tells(&until, &told, 0, &since("2016-06-01"));
    let given = sound().plus("commendations.csv", "2107-12-21,muong-nhe,collective,leng");
    let told =
        [("commendations.csv", 4, "date", "2107-12-21", "is 91 years after all else begins")];
    tells(&given, &told, 0, &sound());
}
