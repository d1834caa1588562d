//! The pictures and the page as files: whole, true to the report, and the same every time.
//!
//! The snapshots are refreshed by `INSTA_UPDATE=always cargo test --test pictures`; look at what
//! changed before committing it.

mod worlds;

use std::collections::BTreeMap;
use std::path::Path;

use border_coverage::{DataSet, Lang, Length, Report};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use worlds::{HALF, world};

fn folder(path: &str) -> Report {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    DataSet::read(folder).unwrap().report(None, None).unwrap()
}

const BOTH: [Lang; 2] = [Lang::English, Lang::Vietnamese];

/// The page as XML: without its document type, and without what is not markup in it.
fn as_xml(page: &str) -> String {
    let mut xml = page.replacen("<!doctype html>", "", 1);
    for tag in ["style", "script"] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let (from, to) = (xml.find(&open).unwrap() + open.len(), xml.rfind(&close).unwrap());
        xml.replace_range(from..to, "");
    }
    xml
}

/// Asserts what holds of every picture: it is whole, every number in it is one, and all that it
/// refers to is in it. Says how long the stretches drawn are by their class.
#[track_caller]
fn is_sound(svg: &str) -> BTreeMap<String, i64> {
    for word in ["NaN", "inf", "null\""] {
        assert!(!svg.contains(word), "{word} in {svg:.2000}");
    }
    assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
    let document = Document::parse(svg).unwrap_or_else(|e| panic!("{e}: {svg:.3000}"));
    let ids: Vec<&str> = document.descendants().filter_map(|n| n.attribute("id")).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "an id stands twice");
    let mut lengths: BTreeMap<String, i64> = BTreeMap::new();
    for node in document.descendants().filter(Node::is_element) {
        if let Some(target) = node.attribute("href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&target), "{target}");
        }
        assert_eq!(node.attribute("style"), None, "the policy of the page forbids it");
        let end = |name| node.attribute(name).map(|mm| mm.parse::<i64>().unwrap());
        if let (Some(from), Some(to)) = (end("data-from-mm"), end("data-to-mm")) {
            let class = node.attribute("class").unwrap_or("").to_owned();
            *lengths.entry(class).or_default() += to - from;
        }
    }
    lengths
}

/// Asserts that a report can be drawn in every way, and that the map tells what the report does.
#[track_caller]
fn is_drawn(report: &Report) {
    for lang in BOTH {
        let line = &report.line;
        let map = report.map_svg(lang);
        for lengths in [is_sound(&map), is_sound(&as_xml(&report.page(lang)))] {
            let of = |class: &str| Length::from_mm(lengths.get(class).copied().unwrap_or(0));
            assert_eq!(of("stretch once"), line.once());
            assert_eq!(of("stretch shared"), line.shared());
            assert_eq!(of("stretch gap"), line.unregistered());
            let proposed = report.proposals.after.registered() - line.registered();
            assert_eq!(of("stretch proposed"), proposed);
        }
        for (class, length) in [("gap", line.unregistered()), ("shared", line.shared())] {
            let shown = map.contains(&format!(">{} km<", lang.km(length)));
            assert!(shown || length == Length::ZERO, "{class}: the legend lacks {length}");
        }
        is_sound(&report.strip_svg(lang));
        assert_eq!(map, report.map_svg(lang));
    }
}

#[test]
fn the_example_is_drawn_and_its_page_is_small() {
    let report = folder("data/dien_bien");
    is_drawn(&report);
    let page = report.page(Lang::Vietnamese);
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    // Every village and every gap is on the map.
    let map = report.map_svg(Lang::English);
    assert_eq!(map.matches("data-village=").count(), 125);
    assert_eq!(map.matches("class=\"mark gap-pin\"").count(), 15);
    for name in ["Việt Nam – Lào", "Việt Nam – Trung Quốc", "Đồn Biên phòng Mường Lói"]
    {
        assert!(map.contains(&format!(">{name}</text>")), "{name}");
    }
}

#[test]
fn snapshots_of_a_small_border() {
    let report = folder("tests/fixtures/sound");
    is_drawn(&report);
    insta::assert_snapshot!("map", report.map_svg(Lang::English));
    insta::assert_snapshot!("strip", report.strip_svg(Lang::Vietnamese));
    insta::assert_snapshot!("tables", report.to_text(Lang::Vietnamese));
    let page = report.page(Lang::Vietnamese);
    let from = page.find("<main>").unwrap();
    insta::assert_snapshot!("page", &page[from..page.find("<script>").unwrap()]);
}

#[test]
fn lines_of_every_shape_are_drawn() {
    let metre = 0.000_009;
    let shapes: [(&str, Vec<(f64, f64)>); 9] = [
        ("three metres", vec![(10.0, 10.0), (10.0 + 3.0 * metre, 10.0)]),
        ("a ring", vec![(10.0, 10.0), (10.1, 10.0), (10.1, 10.1), (10.0, 10.0)]),
        ("over the antimeridian", vec![(179.9, 10.0), (-179.9, 10.1), (-179.8, 10.0)]),
        ("over the pole", vec![(0.0, 89.5), (180.0, 89.5)]),
        ("to the pole", vec![(0.0, 89.5), (0.0, 90.0)]),
        ("20,000 km", vec![(-90.0, 1.0), (-30.0, 2.0), (30.0, -2.0), (85.0, 1.0)]),
        (
            "around the globe",
            vec![(0.0, 0.0), (80.0, 0.0), (160.0, 0.0), (-120.0, 0.0), (-40.0, 0.0), (0.0, 0.0)],
        ),
        ("east", vec![(10.0, 0.0), (11.0, 0.0)]),
        ("north", vec![(10.0, 0.0), (10.0, 1.0)]),
    ];
    for (name, points) in shapes {
        println!("{name}");
        is_drawn(&world(&points, &HALF));
        is_drawn(&world(&points, &[]));
        let whole = world(&points, &[("a", "start", "end")]);
        is_drawn(&whole);
        assert!(!whole.map_svg(Lang::English).contains("mark gap-pin"), "{name}");
    }
}

#[test]
fn without_villages_there_is_a_map_all_the_same() {
    let bare = worlds::report(&[("border.geojson", worlds::border(&[(1.0, 1.0), (1.1, 1.0)]))]);
    is_drawn(&bare);
    assert!(!bare.map_svg(Lang::English).contains("data-village="));
}

#[test]
fn hostile_and_endless_names_stay_text() {
    let names = [
        "<script>alert(1)</script>".to_owned(),
        "]]>--><svg onload='x'>\"&amp;&#60;\u{7}\u{0}\u{FFFE}\u{1b}[31m".to_owned(),
        "Rất dài ".repeat(200),
        "x".repeat(5000),
        " \n\t".to_owned(),
        "边境线 ຊາຍແດນ עברית".to_owned(),
    ];
    for name in names {
        let mut report = folder("tests/fixtures/sound");
        report.title.clone_from(&name);
        report.attribution = Some(name.clone());
        report.sections.iter_mut().for_each(|row| row.name.clone_from(&name));
        report.areas.iter_mut().for_each(|row| row.name.clone_from(&name));
        report.villages.iter_mut().for_each(|row| row.name.clone_from(&name));
        report.map.villages.iter_mut().for_each(|row| row.name.clone_from(&name));
        report.map.areas.iter_mut().for_each(|row| row.name.clone_from(&name));
        report.map.works.iter_mut().for_each(|row| row.name = Some(name.clone()));
        report.map.markers.iter_mut().for_each(|row| row.marker.clone_from(&name));
        is_drawn(&report);
        let page = report.page(Lang::English);
        assert_eq!(page.matches("<script").count(), 1, "{name:.40}");
        let document = as_xml(&page);
        let document = Document::parse(&document).unwrap();
        let heading = document.descendants().find(|n| n.has_tag_name("h1")).unwrap();
        let clean = |c: &char| *c == '\n' || !(c.is_control() || *c == '\u{FFFE}');
        let shown: String = name.chars().filter(clean).collect();
        assert_eq!(heading.text().unwrap_or(""), shown);
    }
}

#[test]
fn the_policy_names_the_style_and_the_script_that_are_there() {
    use base64::Engine;
    use sha2::Digest;
    let page = folder("tests/fixtures/sound").page(Lang::English);
    let between = |tag: &str| {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let from = page.find(&open).unwrap() + open.len();
        let text = &page[from..from + page[from..].find(&close).unwrap()];
        base64::prelude::BASE64_STANDARD.encode(sha2::Sha256::digest(text.as_bytes()))
    };
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}';",
        between("style"),
        between("script")
    );
    let escaped = policy.replace('\'', "&#39;");
    assert!(page.contains(&escaped), "{policy}");
    // Nothing is asked of any other place.
    for word in ["http:", "https:", "url(\"", "@import", "eval(", "innerHTML"] {
        let known = page.matches(word).count();
        let names = page.matches("http://www.w3.org/").count();
        assert!(known == if word == "http:" { names } else { 0 }, "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_line_is_drawn(
        points in prop::collection::vec((-180.0..=180.0_f64, -85.0..=85.0_f64), 2..5),
        near in 0.0..5.0_f64,
        shares in prop::collection::vec((0..100_u32, 1..100_u32), 0..4),
    ) {
        // From the whole globe down to some metres; no edge over 10,000 km.
        let scale = 10_f64.powf(-near) / 5.0;
        let (lon, lat) = points[0];
        let points: Vec<(f64, f64)> = points.iter()
            .map(|&(x, y)| (((lon + (x - lon) * scale) + 180.0).rem_euclid(360.0) - 180.0, lat + (y - lat) * scale))
            .collect();
        let rows: Vec<(&str, String, String)> = shares.iter().enumerate().map(|(i, &(from, length))| {
            let km = |share: u32| format!("km {}.{:03}", share / 100, share % 100);
            (if i % 2 == 0 { "a" } else { "b" }, km(from), km(from + length))
        }).collect();
        let rows: Vec<(&str, &str, &str)> = rows.iter().map(|(v, a, b)| (*v, a.as_str(), b.as_str())).collect();
        is_drawn(&world(&points, &rows));
    }
}
