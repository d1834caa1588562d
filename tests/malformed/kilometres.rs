//! Kilometres in the notation of roads, dykes and rails, at the end of a section, and offsets.

use border_coverage::{DataSet, Report};

use super::support::{sound, tells};

const FILE: &str = "registrations.csv";
const BORDER: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
    "properties": {"section": "dyke"}, "geometry": {"type": "LineString",
    "coordinates": [[5.0, 52.0], [5.4, 52.0]]}}]}"#;

/// A dyke of some 27 km with these markers, and one registration on it.
fn dyke(markers: &[&str], from: &str, to: &str) -> Report {
    let post =
        |(i, label): (usize, &&str)| format!("dyke,{label},{:.2},52.0\n", 5.0 + 0.08 * i as f64);
    let rows: String = markers.iter().enumerate().map(post).collect();
    let row =
        format!("registration,village,section,from,to,since\nR,w,dyke,{from},{to},2020-01-01\n");
    let files = [
        ("border.geojson", BORDER.to_owned()),
        ("markers.csv", format!("section,marker,lon,lat\n{rows}")),
        ("villages.csv", "village,name\nw,West\n".to_owned()),
        (FILE, row),
    ];
    DataSet::from_files(files).unwrap().report(None, None).unwrap()
}

#[test]
fn the_kilometre_notation_is_read_and_noted_once() {
    for (from, to, first) in [
        ("Km5+215", "Km7+300", "5.215"),
        ("km 5+215", "K7+300", "5.215"),
        ("K5+215 m", "km 7.300", "5.215"),
        ("5+215", "7+300", "5.215"),
        ("km5.215", "K7+300", "7.300"),
    ] {
        for markers in [&[][..], &["A", "B"], &["12.1", "12.2"]] {
            let report = dyke(markers, from, to);
            let is = (report.line.registered().mm(), report.rows_left_out);
            assert_eq!(is, (2_085_000, 0), "{from} {to} {:#?}", report.problems);
            let told: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
            assert_eq!(told.len(), 1, "{told:#?}");
            let read = format!("read as km {first}, the official measure");
            assert!(told[0].contains(&read), "{told:?}");
        }
    }
    let report = dyke(&[], "Km5+215", "Km7+300");
    assert_eq!(
        report.problems[0].to_string(),
        "registrations.csv:2 from `Km5+215`: read as km 5.215, the official measure from the \
         section's start, and so is 1 more address of this file: if a marker with an offset is \
         meant, write the label that markers.csv has, and the unit, as in 85+70 m"
    );
    // A blank less is no other notation.
    assert_eq!(dyke(&[], "km5.215", "km 7.3").problems, []);
}

#[test]
fn a_marker_of_exactly_that_label_comes_first() {
    let posts = ["K0", "K5", "Km10", "K5+215", "RW016.+004"];
    // K5 stands at a fifth, Km10 at two fifths, K5+215 at three fifths of the dyke.
    let total = dyke(&posts, "start", "end").line.total().metres();
    for (from, to, share) in [
        ("K0", "Km10", 0.4),
        ("Km10", "K5+215", 0.2),
        ("K5", "RW016.+004", 0.6),
        ("K5+100", "K5+600 m", 500.0 / total),
    ] {
        let report = dyke(&posts, from, to);
        assert_eq!(report.problems, [], "{from} {to}");
        let is = report.line.registered().metres() / total;
        assert!((is - share).abs() < 1e-4, "{from} {to} {is}");
    }
    // Where markers are numbers, an offset lacks its unit.
    for (posts, from) in [(["5", "6"], "5+215"), (["G5", "G6"], "G5+215")] {
        let report = dyke(&posts, from, "end");
        assert_eq!(report.rows_left_out, 1);
        let told = &report.problems[0].message;
        assert!(told.contains("needs its unit: write 215 m or 215 km"), "{told}");
    }
}

#[test]
fn what_is_within_the_last_digit_of_an_end_is_the_end() {
    let total = dyke(&[], "start", "end").line.total();
    let km = total.metres() / 1e3;
    let cut = (km * 1e3).ceil() / 1e3;
    assert!(cut > km);
    let cut = format!("km {cut:.3}");
    let report = dyke(&[], "km 1", &cut);
    assert_eq!(report.rows_left_out, 0, "{:#?}", report.problems);
    assert_eq!(report.line.registered().mm(), total.mm() - 1_000_000);
    let told = &report.problems[0];
    assert_eq!(
        (told.line, told.field.as_deref(), told.value.as_deref()),
        (Some(2), Some("to"), Some(&cut[..]))
    );
    let words = "beyond the end of the section, less than a unit of its last digit: it is read as";
    assert!(told.message.contains(words), "{}", told.message);
    // What is farther off has no place, as before.
    let off = format!("km {:.3}", km + 0.0021);
    for (from, to) in [("km 1", &off[..]), ("A-0.2 m", "B"), ("A-1 km", "B"), ("km 1", "B+30 km")] {
        let report = dyke(&["A", "B"], from, to);
        assert_eq!(report.rows_left_out, 1, "{from} {to} {:#?}", report.problems);
    }
    // A whole kilometre more is within the last digit of what is written in whole kilometres.
    let report = dyke(&[], "km 1", "km 28");
    assert_eq!(report.rows_left_out, 0, "{:#?}", report.problems);
}

#[test]
fn an_offset_past_other_markers_is_told_and_used() {
    let posts = ["1", "2", "3", "4", "5"];
    let report = dyke(&posts, "1", "1+20000 m");
    assert_eq!(report.line.registered().mm(), 20_000_000);
    assert_eq!(
        report.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["registrations.csv:2 to `1+20000 m`: the offset runs past 3 other markers: check its \
          digits and unit, or count from the nearest marker; it is used"]
    );
    assert_eq!(dyke(&posts, "5-20 km", "5").problems.len(), 1, "backwards");
    assert_eq!(dyke(&posts, "1", "1+8 km").problems, [], "past one");
}

#[test]
fn jurisdictions_and_works_are_read_alike() {
    let set = |at: &str| sound().line("works.csv", 2, row("works.csv", at));
    let read = set("km 1+250");
    let told = [("works.csv", 2, "at", "km 1+250", "read as km 1.250, the official measure")];
    tells(&read, &told, 0, &set("km 1.250"));
}

/// The first row of works with another address.
fn row(file: &str, at: &str) -> String {
    let text = sound().text(file).to_owned();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let column = header.iter().position(|name| *name == "at").unwrap();
    let mut cells: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
    cells[column] = at;
    cells.join(",")
}
