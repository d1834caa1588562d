//! `areas.csv`, `jurisdictions.csv`, `villages.csv`.

use super::support::{sound, tells};

#[test]
fn a_cycle_or_an_orphan_cuts_the_link_and_keeps_the_area() {
    const FILE: &str = "areas.csv";
    let set = sound().swap(
        FILE,
        "dien-bien,Điện Biên,province,,",
        "dien-bien,Điện Biên,province,sin-thau,",
    );
    let like = sound().swap(FILE, "district,dien-bien", "district,").swap(
        FILE,
        "Sín Thầu,commune,muong-nhe",
        "Sín Thầu,commune,",
    );
    let words = "belongs to itself|correct one|not used";
    let told = [2, 3, 4].map(|line| (FILE, line, "parent", "", words));
    tells(&set, &told, 0, &like);
    let set = sound().swap(FILE, "district,dien-bien", "district,dien-bien-2");
    let told = [(FILE, 3, "parent", "dien-bien-2", "no area|add it, or correct")];
    tells(&set, &told, 0, &sound().swap(FILE, "district,dien-bien", "district,"));
    let set = sound().swap(FILE, "post-317,Đồn 317,post,,,,", "post-317,Đồn 317,post,,,,gone");
    tells(&set, &[(FILE, 6, "successors", "gone", "no area|correct")], 0, &sound());
}

#[test]
fn an_area_that_stands_twice_or_lacks_its_level_is_left_out() {
    const FILE: &str = "areas.csv";
    let set = sound().plus(FILE, "sin-thau,Another,commune,muong-nhe,,,");
    tells(&set, &[(FILE, 7, "area", "sin-thau", "second time|id of its own")], 1, &sound());
    let set = sound().plus(FILE, "sin-thau,Another,commune,,,,");
    let words = "belongs to muong-nhe already|one parent at a time|do not overlap";
    tells(&set, &[(FILE, 7, "parent", "", words)], 1, &sound());
    let set = sound().plus(FILE, "sin-thau,Another,commune,muong-nhe,2018-01-01,,");
    tells(&set, &[(FILE, 7, "from", "", "another row|do not overlap")], 1, &sound());
    let set = sound().plus(FILE, "sin-thau,Another,post,,2018-01-01,,");
    tells(&set, &[(FILE, 7, "level", "", "of the level commune|id of its own")], 1, &sound());
    let set = sound().plus(FILE, "new,New,,,,,");
    tells(&set, &[(FILE, 7, "level", "", "a value is required")], 1, &sound());
    let set = sound().plus(FILE, "new,New,commune,,2017-01-01,2016-01-01,");
    tells(&set, &[(FILE, 7, "until", "2016-01-01", "period is empty")], 1, &sound());
    let set = sound().plus(FILE, &format!("{},New,commune,,,,", "x".repeat(401)));
    tells(&set, &[(FILE, 7, "area", "xxx", "at most 400 bytes")], 1, &sound());
    let set = sound().plus(FILE, "\"a\u{7}b\",New,commune,,,,");
    tells(&set, &[(FILE, 7, "area", "a", "control characters")], 1, &sound());
}

#[test]
fn an_area_whose_parent_is_gone_has_none_from_that_day_on() {
    const FILE: &str = "areas.csv";
    let ended = |successors: &str| {
        let parent = format!("muong-nhe,Mường Nhé,district,dien-bien,,2025-07-01,{successors}");
        sound().line(FILE, 3, parent)
    };
    let words =
        "does not exist on 2025-07-01|no link|has none then|row of this area for those days";
    let told = [4, 5].map(|line| (FILE, line, "parent", "muong-nhe", words));
    tells(&ended(""), &told, 0, &sound());
    tells(&ended("dien-bien"), &[], 0, &sound());
}

#[test]
fn ids_compare_whatever_their_unicode_form() {
    let text = |file: &str, from: &str, to: &str| sound().text(file).replace(from, to);
    let set = sound()
        .whole("villages.csv", text("villages.csv", "a-pa", "th\u{1ee7}y"))
        .whole("registrations.csv", text("registrations.csv", "a-pa", "thu\u{309}y"))
        .whole("keepers.csv", text("keepers.csv", "a-pa", "thu\u{309}y"));
    let report = set.report().unwrap();
    assert_eq!((report.problems.len(), report.collectives), (0, 3), "{:#?}", report.problems);
    let twice = set.plus("villages.csv", "thu\u{309}y,Other,,,,,,").report().unwrap();
    assert!(twice.problems[0].message.contains("second time"), "{:?}", twice.problems);
    assert_eq!(twice.rows_left_out, 1);
}

#[test]
fn a_jurisdiction_that_has_no_place_is_left_out() {
    const FILE: &str = "jurisdictions.csv";
    let told = |row: &str, field, value, words| {
        tells(&sound().plus(FILE, row), &[(FILE, 6, field, value, words)], 1, &sound());
    };
    told("nowhere,laos,start,end", "area", "nowhere", "correct it|areas.csv");
    told("sin-thau,lao,start,end", "section", "lao", "no section|correct it");
    told("sin-thau,laos,99,end", "from", "99", "no marker 99|correct it");
    told("sin-thau,laos,km 2,km 2", "to", "km 2", "stretch is empty");
}

#[test]
fn a_village_is_kept_without_a_particular_that_cannot_be_read() {
    const FILE: &str = "villages.csv";
    let kept = "the village is kept without it";
    let row = |cells: &str| sound().line(FILE, 3, format!("a-pa,A Pa Chải,{cells},sin-thau,"));
    for (cells, field, value, words, like) in [
        ("101.97,,45,", "lat", "", "go together: write", ",,45,"),
        (",22.01,45,", "lon", "", "go together: write", ",,45,"),
        ("22.01,101.97,45,", "lat", "101.97", "swapped", ",,45,"),
        ("101.97,95,45,", "lat", "95", "±90", ",,45,"),
        ("\"101,97\",22.01,45,", "lon", "101,97", "numbers = \"comma\"", ",,45,"),
        ("NaN,22.01,45,", "lon", "NaN", "write digits", ",,45,"),
        ("101.97,22.01,4 5,", "households", "4 5", "blank inside", "101.97,22.01,,"),
        ("101.97,22.01,2.789,", "households", "2.789", "thousands mark", "101.97,22.01,,"),
        ("101.97,22.01,hơn 35,", "households", "hơn 35", "write digits", "101.97,22.01,,"),
        ("101.97,22.01,45,12km", "capacity_km", "12km", "write digits", "101.97,22.01,45,"),
        ("101.97,22.01,45,-1", "capacity_km", "-1", "0 or more", "101.97,22.01,45,"),
    ] {
        let words = format!("{words}|{kept}");
        tells(&row(cells), &[(FILE, 3, field, value, &words)], 0, &row(like));
    }
}

#[test]
fn a_village_in_an_unknown_area_or_one_of_another_level_is_kept_without_it() {
    const FILE: &str = "villages.csv";
    let row =
        |areas: &str| sound().line(FILE, 3, format!("a-pa,A Pa Chải,101.97,22.01,45,,{areas}"));
    let told = [(FILE, 3, "commune", "sin-thaw", "no area|correct it|kept without")];
    tells(&row("sin-thaw,"), &told, 0, &row(","));
    let told = [(FILE, 3, "commune", "post-317", "level post|column|kept without")];
    tells(&row("post-317,"), &told, 0, &row(","));
}

#[test]
fn an_area_id_that_is_none_is_told_and_levels_compare_whatever_their_unicode_form() {
    const FILE: &str = "villages.csv";
    let row =
        |area: &str| sound().line(FILE, 3, format!("a-pa,A Pa Chải,101.97,22.01,45,,{area},"));
    let told = [(FILE, 3, "commune", "sin\u{7}", "control characters|kept without it")];
    tells(&row("\"sin\u{7}thau\""), &told, 0, &row(""));
    let level = |areas: &str, column: &str| {
        let areas = sound().text("areas.csv").replace(",commune,", &format!(",{areas},"));
        let villages = sound().text(FILE).replace(",commune,", &format!(",{column},"));
        sound().whole("areas.csv", areas).whole(FILE, villages)
    };
    tells(&level("xa\u{303}", "x\u{e3}"), &[], 0, &level("x\u{e3}", "x\u{e3}"));
    tells(&level("x\u{e3}", "xa\u{303}"), &[], 0, &level("x\u{e3}", "x\u{e3}"));
}

#[test]
fn a_village_that_stands_twice_or_has_no_name_is_left_out() {
    const FILE: &str = "villages.csv";
    let set = sound().plus(FILE, "a-pa,Another,,,,,,");
    tells(&set, &[(FILE, 5, "village", "a-pa", "second time|id of its own")], 1, &sound());
    let set = sound().plus(FILE, "new,,,,,,,");
    tells(&set, &[(FILE, 5, "name", "", "required")], 1, &sound());
}

#[test]
fn a_strip_that_no_area_of_a_level_or_two_of_them_answer_for_is_told() {
    let told = |from: &str| {
        let set = sound().line("jurisdictions.csv", 4, format!("leng-su-sin,laos,{from},end"));
        let report = set.report().unwrap();
        let told = report.problems.iter().map(|p| format!("{}: {}", p.file, p.message));
        told.collect::<Vec<_>>().join("|")
    };
    assert_eq!(told("3"), "");
    let gap = told("3+900 m");
    assert!(
        gap.starts_with("jurisdictions.csv: 0.900 km lie in no area of the level commune"),
        "{gap}"
    );
    assert!(gap.contains("first laos from 3 to 3+900 m"), "{gap}");
    let both = told("3-900 m");
    assert!(
        both.contains("0.900 km lie in sin-thau and leng-su-sin of the level commune"),
        "{both}"
    );
    // A level that leaves out a good part is not meant to tile.
    assert_eq!(told("5"), "");
}
