//! Coordinates in another system than declared, or with their axes swapped: told once for the
//! file, with what they seem to be and what to do.

use super::support::{Set, closes, is_written, refuses, sound, tells};
use border_coverage::Report;

const MARKERS: &str = "markers.csv";
const VILLAGES: &str = "villages.csv";

/// The markers of the sound set on the grid of UTM zone 48 N, and on VN-2000 / TM-3 103-00, whose
/// metres are here within half a metre of PROJ's.
const GRIDS: [(&str, [(f64, f64); 9]); 2] = [
    (
        "EPSG:32648",
        [
            (192_301.4, 2_435_826.4),
            (196_434.2, 2_435_746.3),
            (200_566.9, 2_435_667.3),
            (204_699.6, 2_435_589.5),
            (208_832.1, 2_435_512.7),
            (206_767.9, 2_435_661.7),
            (187_717.3, 2_438_698.5),
            (187_696.2, 2_438_676.8),
            (182_147.8, 2_444_895.4),
        ],
    ),
    (
        "EPSG:9205",
        [
            (398_614.4, 2_433_986.5),
            (402_744.9, 2_433_960.5),
            (406_875.3, 2_433_935.7),
            (411_005.7, 2_433_911.9),
            (415_136.1, 2_433_889.2),
            (413_071.5, 2_434_011.2),
            (393_996.6, 2_436_796.2),
            (393_975.8, 2_436_774.2),
            (388_350.8, 2_442_914.7),
        ],
    ),
];

/// The sound set with its markers' coordinates made anew from their number and what they were.
fn moved(make: impl Fn(usize, f64, f64) -> (f64, f64)) -> Set {
    let set = sound();
    let mut lines = set.text(MARKERS).lines();
    let mut text = format!("{}\n", lines.next().unwrap());
    for (i, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let (lon, lat) = make(i, cells[2].parse().unwrap(), cells[3].parse().unwrap());
        text.push_str(&format!("{},{},{lon},{lat},{}\n", cells[0], cells[1], cells[4]));
    }
    sound().whole(MARKERS, text)
}

/// The one problem that a file has.
#[track_caller]
fn only<'a>(report: &'a Report, file: &str) -> &'a border_coverage::Problem {
    let mut of_file = report.problems.iter().filter(|problem| problem.file == file);
    let only = of_file.next().unwrap_or_else(|| panic!("{:#?}", report.problems));
    assert_eq!(of_file.next(), None);
    only
}

#[track_caller]
fn told(set: &Set, file: &str, words: &[&str]) -> Report {
    let report = set.report().unwrap();
    let problem = only(&report, file);
    assert_eq!((problem.line, problem.field.as_deref()), (Some(2), Some("lon")), "{problem:?}");
    for word in words {
        assert!(problem.message.contains(word), "`{word}` in {}", problem.message);
    }
    closes(&report);
    is_written(&report);
    report
}

#[test]
fn a_grid_is_recognised_and_how_to_read_it_is_told() {
    for (code, grid) in GRIDS {
        let set = moved(|i, _, _| grid[i]);
        let declare = format!("declare crs = \"{code}\" in dataset.toml");
        let words =
            ["do not seem to be EPSG:4326", code, declare.as_str(), "9 of 9 rows are left out"];
        let report = told(&set, MARKERS, &words);
        assert_eq!(report.markers.total, 0);
        assert!(report.rows_left_out >= 9);
        let swapped = moved(|i, _, _| (grid[i].1, grid[i].0));
        told(&swapped, MARKERS, &[code, "lon and lat exchanged", "exchange the names"]);
    }
}

#[test]
fn a_grid_that_is_not_known_is_told_to_be_one() {
    let set = moved(|i, _, _| (7_000_000.0 + i as f64, 1_000_000.0));
    told(&set, MARKERS, &["metres of some projected grid", "crs = \"EPSG:9205\"", "EPSG:4326"]);
}

#[test]
fn swapped_axes_are_recognised() {
    let report = told(&moved(|_, x, y| (y, x)), MARKERS, &["swapped", "9 of 9 rows are left out"]);
    assert_eq!(report.markers.total, 0);
    // Villages keep their stretches, and lose their places.
    let villages = sound().text(VILLAGES).replace(",102.05,21.98,", ",21.98,102.05,");
    let villages = villages.replace(",101.97,22.01,", ",22.01,101.97,");
    let villages = villages.replace(",102.15,21.97,", ",21.97,102.15,");
    let words = ["swapped", "3 of 3 rows are kept without a place"];
    let report = told(&sound().whole(VILLAGES, villages), VILLAGES, &words);
    let like = sound().report().unwrap();
    assert_eq!((report.rows_left_out, report.line), (0, like.line));
    assert!(report.map.villages.is_empty());
}

/// Where both ways round are on the globe, only the line tells which is meant.
#[test]
fn swapped_axes_are_recognised_where_both_ways_are_on_the_globe() {
    let border = sound().text("border.geojson").replace("102.", "12.").replace("101.", "11.");
    let swapped = moved(|_, x, y| (y, x - 90.0)).whole("border.geojson", border.clone());
    let words = ["swapped", "within 1 m of the border", "no address can use markers"];
    let report = told(&swapped, MARKERS, &words);
    assert_eq!(report.markers.total, 9, "they are on the globe, so they count");
    let right = moved(|_, x, y| (x - 90.0, y)).whole("border.geojson", border);
    assert!(right.report().unwrap().problems.iter().all(|p| p.file != MARKERS));
}

#[test]
fn a_single_bad_row_among_good_ones_is_told_alone() {
    let swapped = sound().plus(MARKERS, "laos,7,22.0,102.03,");
    tells(&swapped, &[(MARKERS, 11, "lat", "102.03", "swapped|longitude first")], 1, &sound());
    let metres = sound().plus(MARKERS, "laos,7,398614.4,2433986.5,");
    let words = "projected grid|convert|declare their crs in dataset.toml";
    tells(&metres, &[(MARKERS, 11, "lat", "2433986.5", words)], 1, &sound());
}

#[test]
fn a_point_in_an_address_in_metres_is_told() {
    for (point, words) in
        [("@ 398614.4 2433986.5", "projected grid|convert"), ("@ 22.0 102.01", "swapped")]
    {
        let row = format!("R6,a-pa,laos,{point},2,2016-06-01,,,");
        let set = sound().plus("registrations.csv", &row);
        let told = [("registrations.csv", 7, "from", point, words)];
        tells(&set, &told, 1, &sound());
    }
}

#[test]
fn a_border_in_metres_or_swapped_is_refused_with_the_remedy() {
    let border = sound().text("border.geojson").replace("102.0, 22.0", "398614.4, 2433986.5");
    refuses(&sound().whole("border.geojson", border), &["feature 1", "projected", "convert"]);
    let border = sound().text("border.geojson").replace("[102.0, 22.0]", "[22.0, 102.0]");
    refuses(&sound().whole("border.geojson", border), &["feature 1", "swapped", "longitude first"]);
}

#[test]
fn a_code_that_is_none_or_that_nobody_knows_is_refused_with_the_remedy() {
    for (crs, words) in [
        ("VN-2000", &["dataset.toml, line 1, crs", "VN-2000", "EPSG:9205"][..]),
        ("4326", &["line 1, crs", "authority and number"]),
        ("", &["line 1, crs", "EPSG:9205"]),
        ("EPSG:99999", &["line 1, crs", "EPSG:99999"]),
    ] {
        refuses(&sound().whole("dataset.toml", format!("crs = \"{crs}\"")), words);
    }
    refuses(&sound().whole("dataset.toml", "crs = 9205"), &["line 1, crs", "quotation marks"]);
}

#[test]
#[cfg(not(feature = "proj"))]
fn without_the_feature_a_known_code_is_refused_with_how_to_get_it() {
    let words = ["crs", "EPSG:9205", "--features proj", "cmake", "sqlite3", "convert"];
    refuses(&sound().whole("dataset.toml", "crs = \"EPSG:9205\""), &words);
}
