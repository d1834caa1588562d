//! Every key of `report.json` is in the contract, and every key of the contract is in a report.

use std::collections::BTreeSet;
use std::path::Path;

use border_coverage::DataSet;
use border_coverage::io::ReportOptions;
use serde_json::Value;

/// The paths of keys, lists passed through: `gaps.nearest.village`.
type Paths = BTreeSet<String>;

fn folder(name: &str) -> DataSet {
    DataSet::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The block of the contract that lists the keys.
fn block() -> String {
    let text = include_str!("../src/dataset.md");
    let after = text.split("`report.json` holds").nth(1).expect("the contract names report.json");
    after.split("```").nth(1).unwrap().trim_start_matches("text\n").to_owned()
}

/// The words and marks of the notation, without its comments.
fn tokens(block: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for line in block.lines() {
        let line = line.split('#').next().unwrap();
        let spaced: String = line
            .chars()
            .flat_map(|c| if "{}[]:|".contains(c) { vec![' ', c, ' '] } else { vec![c] })
            .collect();
        let words = spaced.split(|c: char| c.is_whitespace() || c == ',');
        tokens.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    tokens
}

/// Reads the keys of an object up to the mark that closes it.
fn members(tokens: &mut std::slice::Iter<'_, String>, path: &str, paths: &mut Paths) {
    let mut key = String::new();
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "}" => return,
            ":" => value(tokens, &key, paths),
            "|" => drop(tokens.next()),
            word => match word.strip_prefix("...") {
                Some(other) => paths.extend(copied(other, path, paths)),
                None => {
                    key = format!("{path}{word}");
                    assert!(paths.insert(key.clone()), "{key} stands twice in the contract");
                }
            },
        }
    }
}

/// Reads what a key holds: an object, a list, or one of some values.
fn value(tokens: &mut std::slice::Iter<'_, String>, key: &str, paths: &mut Paths) {
    match tokens.next().map(String::as_str) {
        Some("{") => members(tokens, &format!("{key}."), paths),
        Some("[") => {
            value(tokens, key, paths);
            assert_eq!(tokens.next().map(String::as_str), Some("]"), "after the list {key}");
        }
        Some(_) => {}
        None => panic!("{key} holds nothing"),
    }
}

/// The keys of another object, under a path.
fn copied(other: &str, path: &str, paths: &Paths) -> Vec<String> {
    let below = paths.iter().filter_map(|known| known.strip_prefix(&format!("{other}.")));
    let copied: Vec<String> = below.map(|key| format!("{path}{key}")).collect();
    assert!(!copied.is_empty(), "...{other} has no keys before it is used");
    copied
}

fn contract() -> Paths {
    let tokens = tokens(&block());
    let mut paths = Paths::new();
    members(&mut tokens.iter(), "", &mut paths);
    paths
}

/// Adds the keys of a report.
fn walk(value: &Value, path: &str, paths: &mut Paths) {
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                let key = format!("{path}{key}");
                walk(value, &format!("{key}."), paths);
                paths.insert(key);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, path, paths)),
        _ => {}
    }
}

/// The sound folder with what it lacks: a pledge, a survey of one section alone, and a row that
/// cannot be used.
fn incomplete() -> DataSet {
    let sound = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sound");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(sound).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let mut bytes = std::fs::read(entry.path()).unwrap();
        match name.as_str() {
            "registrations.csv" => {
                let text = String::from_utf8(bytes).unwrap().replacen("\n", ",length_km\n", 1);
                let (header, rows) = text.split_once('\n').unwrap();
                let rows: String = rows.lines().map(|row| format!("{row},\n")).collect();
                bytes = format!("{header}\n{rows}").into_bytes();
                for row in MORE_ROWS {
                    let cell = |column| row.iter().find(|(name, _)| *name == column);
                    let cells = header.split(',').map(|column| cell(column).map_or("", |c| c.1));
                    bytes.extend(cells.collect::<Vec<_>>().join(",").bytes());
                    bytes.push(b'\n');
                }
            }
            "surveys.csv" => bytes.extend(b"2014,2014-01-01,laos,30,made up\n"),
            _ => {}
        }
        files.push((name, bytes));
    }
    DataSet::from_files(files).unwrap()
}

/// A pledge, and a row that cannot be used, by column.
const MORE_ROWS: [&[(&str, &str)]; 2] = [
    &[("registration", "p"), ("village", "ta-ko"), ("since", "2015-01-01"), ("length_km", "1.5")],
    &[("registration", "q"), ("village", "nobody"), ("since", "2015-01-01"), ("length_km", "2")],
];

/// The keys of reports that together have all of them: the golden ones, one that explains its
/// difference from another day, and one from another folder, in which rows could not be placed.
fn reported() -> Paths {
    let mut paths = Paths::new();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden");
    for entry in std::fs::read_dir(golden).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        walk(&serde_json::from_str(&text).unwrap(), "", &mut paths);
    }
    let (example, incomplete) = (folder("data/dien_bien"), incomplete());
    let since = Some(jiff::civil::date(2016, 4, 25));
    let earlier = ReportOptions { since, ..ReportOptions::default() };
    let other = ReportOptions { compare: Some(&example), ..ReportOptions::default() };
    for report in [example.report_with(&earlier), incomplete.report_with(&other)] {
        walk(&serde_json::to_value(report.unwrap()).unwrap(), "", &mut paths);
    }
    paths
}

#[test]
fn the_keys_of_reports_and_of_the_contract_are_the_same() {
    let (contract, reported) = (contract(), reported());
    let missing: Vec<_> = reported.difference(&contract).collect();
    assert!(missing.is_empty(), "in reports, not in src/dataset.md: {missing:#?}");
    let unknown: Vec<_> = contract.difference(&reported).collect();
    assert!(unknown.is_empty(), "in src/dataset.md, in no report: {unknown:#?}");
    assert!(contract.len() > 300, "{} keys", contract.len());
}

#[test]
fn the_notation_is_read() {
    let mut paths = Paths::new();
    let block = "a # b\nline: { x_mm, y } rows: [ { by: \"p\" | \"q\", all: [ z ], ...line } ]";
    members(&mut tokens(block).iter(), "", &mut paths);
    let expected = ["a", "line", "line.x_mm", "line.y", "rows", "rows.all", "rows.by", "rows.x_mm"];
    assert!(expected.iter().all(|key| paths.contains(*key)), "{paths:?}");
    assert_eq!(paths.len(), expected.len() + 1, "{paths:?}");
}

/// A dyke with what the contract says of labels and kilometres, and an address from its start.
fn dyke(to: &str) -> DataSet {
    let border = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"section": "dyke"}, "geometry": {"type": "LineString",
        "coordinates": [[5.0, 52.0], [5.7, 52.0]]}}]}"#;
    let markers = "section,marker,lon,lat,name\ndyke,RW016.+004,5.2,52.0,Ford (north bank)\n\
                   dyke,12.4,5.3,52.0,\ndyke,K5,5.4,52.0,\n";
    let row =
        format!("registration,village,section,from,to,since\nR,w,dyke,start,{to},2020-01-01\n");
    let files = [
        ("border.geojson", border.to_owned()),
        ("markers.csv", markers.to_owned()),
        ("villages.csv", "village,name\nw,West\n".to_owned()),
        ("registrations.csv", row),
    ];
    DataSet::from_files(files).unwrap()
}

#[test]
fn the_addresses_of_the_contract_are_read_as_it_says() {
    let text = include_str!("../src/dataset.md");
    let registered = |to: &str| {
        let report = dyke(to).report(None, None).unwrap();
        assert_eq!(report.rows_left_out, 0, "{to}: {:#?}", report.problems);
        report.line.registered().mm()
    };
    for to in ["km 37.215", "km 37+215", "Km37+215", "K37+215", "37+215"] {
        assert!(text.contains(to), "{to}");
        assert_eq!(registered(to), 37_215_000, "{to}");
    }
    let columns = "**lat**, alias, name, from, until";
    assert!(text.contains(columns));
    for label in ["RW016.+004", "Ford (north bank)", "12.4", "K5+215"] {
        assert!(text.contains(&format!("`{label}`")), "{label}");
    }
    assert_eq!(registered("RW016.+004"), registered("Ford (north bank)"));
    assert!(registered("RW016.+004") < registered("12.4"));
    // 215 m behind the marker K5, wherever it stands.
    assert_eq!(registered("K5+215"), registered("K5") + 215_000);
}
