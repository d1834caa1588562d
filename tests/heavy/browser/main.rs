//! The page in a real browser. Skipped, with a word, where there is none; `REQUIRE_BROWSER=1`
//! makes that a failure.

mod chrome;

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use border_coverage::{DataSet, Lang, Report};
use chrome::{Tab, find};
use serde_json::{Value, json};

fn example() -> Report {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/dien_bien");
    DataSet::read(folder).unwrap().report(None, None).unwrap()
}

/// The page of a report in a tab; none where there is no browser.
fn open(report: &Report, lang: Lang, size: (u32, u32)) -> Option<(Tab, tempfile::TempDir)> {
    let browser = find()?;
    let folder = tempfile::tempdir().unwrap();
    report.write_in(folder.path(), lang).unwrap();
    Some((Tab::open(&browser, &folder.path().join("report.html"), size), folder))
}

const DESKTOP: (u32, u32) = (1400, 1000);

/// How much the map is magnified.
const ZOOM: &str = "document.querySelector('.pan').transform.baseVal.consolidate().matrix.a";
const RIGHT: &str = "document.querySelector('.pan').transform.baseVal.consolidate().matrix.e";
const TIP: &str = "document.querySelector('.tip.shown')?.textContent ?? ''";

/// The page at several sizes as pictures in a folder, to be looked at: written where
/// `BROWSER_SHOTS` names one, and otherwise only drawn. `BROWSER_DATA` names other data.
#[test]
fn the_page_is_drawn_at_every_size() {
    let other = std::env::var("BROWSER_DATA").ok();
    let report = other
        .map_or_else(example, |folder| DataSet::read(folder).unwrap().report(None, None).unwrap());
    let Some((mut tab, _folder)) = open(&report, Lang::Vietnamese, DESKTOP) else { return };
    for (name, width, height, script) in [
        ("desktop", 1400, 1000, "0"),
        (
            "picked",
            1400,
            1000,
            "document.querySelectorAll('[data-sheet=gaps] tbody button')[4]?.click()",
        ),
        ("laptop", 1024, 768, "0"),
        ("phone", 390, 844, "scrollTo(0, 0)"),
        ("phone-map", 390, 844, "document.querySelector('.view').scrollIntoView()"),
    ] {
        tab.resize(width, height, width < 500);
        tab.eval(script);
        tab.complaints();
        let png = tab.call("Page.captureScreenshot", &json!({}));
        let png = BASE64_STANDARD.decode(png["data"].as_str().unwrap()).unwrap();
        assert!(png.len() > 10_000, "{name}: {} bytes", png.len());
        if let Some(folder) = std::env::var_os("BROWSER_SHOTS") {
            std::fs::write(Path::new(&folder).join(name).with_extension("png"), png).unwrap();
        }
    }
}

#[test]
fn the_page_opens_without_an_error_or_a_request() {
    let Some((mut tab, _folder)) = open(&example(), Lang::Vietnamese, DESKTOP) else { return };
    assert_eq!(tab.complaints(), [""; 0]);
    assert_eq!(tab.eval("document.documentElement.lang"), "vi");
    // The script has run.
    assert!(tab.eval("document.querySelectorAll('th button').length").as_u64().unwrap() > 50);
    assert_eq!(tab.eval("document.documentElement.scrollWidth <= innerWidth"), true);
}

#[test]
fn the_mouse_and_the_keyboard_work_on_the_map() {
    let Some((mut tab, _folder)) = open(&example(), Lang::English, DESKTOP) else { return };
    let dot = tab.middle(".mark[data-village='pa-thom-1']");
    tab.mouse("mouseMoved", dot);
    assert!(tab.eval(TIP).as_str().unwrap().contains("km"), "{}", tab.eval(TIP));
    tab.mouse("mouseMoved", (5.0, 5.0));
    assert_eq!(tab.eval(TIP), "");

    tab.eval("document.querySelector('.view').focus()");
    tab.key("+");
    let once = tab.eval(ZOOM).as_f64().unwrap();
    assert!(once > 1.5, "{once}");
    tab.key("+");
    assert!(tab.eval(ZOOM).as_f64().unwrap() > once * 1.5);
    let before = tab.eval(RIGHT).as_f64().unwrap();
    tab.key("ArrowRight");
    assert!(tab.eval(RIGHT).as_f64().unwrap() < before - 50.0);
    tab.key("0");
    assert_eq!(tab.eval(ZOOM), 1);

    // Along the line: the first stretch of the first section tells what it is.
    tab.key("n");
    let told = tab.eval(TIP);
    assert!(told.as_str().unwrap().starts_with("Việt Nam – Lào, start – "), "{told}");
    assert_eq!(tab.eval("document.activeElement.getAttribute('aria-label')"), told);
    tab.key("Enter");
    assert!(tab.eval("document.querySelectorAll('tr.on').length").as_u64().unwrap() > 2);
    tab.key("Escape");
    assert_eq!(tab.eval("document.querySelectorAll('tr.on, .picked path').length"), 0);

    let middle = tab.middle(".view");
    tab.call(
        "Input.dispatchMouseEvent",
        &json!({ "type": "mouseWheel", "x": middle.0, "y": middle.1, "deltaX": 0, "deltaY": -400 }),
    );
    tab.complaints();
    assert!(tab.eval(ZOOM).as_f64().unwrap() > 1.2);
    let before = tab.eval(RIGHT).as_f64().unwrap();
    tab.mouse("mousePressed", middle);
    for by in [10.0, 40.0, 80.0] {
        tab.mouse("mouseMoved", (middle.0 + by, middle.1));
    }
    tab.mouse("mouseReleased", (middle.0 + 80.0, middle.1));
    assert!(tab.eval(RIGHT).as_f64().unwrap() > before + 20.0);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn fingers_pinch_the_map() {
    let Some((mut tab, _folder)) = open(&example(), Lang::English, (390, 844)) else { return };
    tab.resize(390, 844, true);
    tab.eval("document.querySelector('.view').scrollIntoView({ block: 'center' })");
    assert_eq!(tab.eval("document.documentElement.scrollWidth <= innerWidth"), true);
    let (x, y) = tab.middle(".view");
    let touch = |kind: &str, by: Option<f64>| {
        let points = by
            .map(|by| json!([{ "x": x - by, "y": y, "id": 0 }, { "x": x + by, "y": y, "id": 1 }]));
        json!({ "type": kind, "touchPoints": points.unwrap_or(json!([])) })
    };
    tab.call("Input.dispatchTouchEvent", &touch("touchStart", Some(20.0)));
    for by in [30.0, 45.0, 60.0, 80.0] {
        tab.call("Input.dispatchTouchEvent", &touch("touchMove", Some(by)));
    }
    tab.call("Input.dispatchTouchEvent", &touch("touchEnd", None));
    assert!(tab.eval(ZOOM).as_f64().unwrap() > 2.0, "{}", tab.eval(ZOOM));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn rows_show_their_stretch_and_stretches_their_rows() {
    let report = example();
    let Some((mut tab, _folder)) = open(&report, Lang::English, DESKTOP) else { return };
    let gap = &report.gaps[4];
    tab.eval(
        "document.querySelector('[data-sheet=gaps] tbody').rows[4].querySelector('button').click()",
    );
    let picked = tab.eval("document.querySelectorAll('.picked path').length");
    assert_eq!(picked, 2, "one stretch, drawn dark and light");
    assert!(tab.eval(ZOOM).as_f64().unwrap() > 2.0);
    assert!(tab.eval("document.querySelectorAll('.strip .bar.on').length").as_u64().unwrap() > 2);

    // The other way round, by a real click on the line.
    tab.key("Escape");
    let css = format!(".view .gap[data-from-mm='{}']", gap.stretch.span.from().mm());
    let point = tab.eval(&format!(
        "(() => {{ const p = document.querySelector({}).querySelector('path'), m = p.getScreenCTM();
           const at = p.getPointAtLength(p.getTotalLength() * 0.37).matrixTransform(m);
           return [at.x, at.y]; }})()",
        json!(css)
    ));
    tab.click((point[0].as_f64().unwrap(), point[1].as_f64().unwrap()));
    let rows = "[...document.querySelectorAll('[data-sheet=gaps] tbody tr')].findIndex((r) => r.classList.contains('on'))";
    assert_eq!(tab.eval(rows), 4);
    assert_eq!(tab.eval("document.querySelectorAll('[data-sheet=gaps] tr.on').length"), 1);

    // A village: its row, its dot, and what it keeps.
    let village = &report.villages[7];
    tab.eval(&format!(
        "document.querySelector('tr[data-village=\"{}\"] button').click()",
        village.village
    ));
    assert_eq!(
        tab.eval("document.querySelector('.mark.on').dataset.village"),
        village.village.as_str()
    );
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn tables_are_sorted_filtered_and_folded() {
    let report = example();
    let Some((mut tab, _folder)) = open(&report, Lang::English, DESKTOP) else { return };
    let column = "[...document.querySelectorAll('[data-sheet=gaps] tbody tr')].map((r) => +r.cells[1].dataset.v)";
    let mut lengths: Vec<i64> = report.gaps.iter().map(|gap| gap.stretch.length().mm()).collect();
    assert_eq!(tab.eval(column), json!(lengths));
    let head = "document.querySelectorAll('[data-sheet=gaps] thead th')[1]";
    tab.eval(&format!("{head}.querySelector('button').click()"));
    lengths.sort_unstable();
    assert_eq!(tab.eval(column), json!(lengths));
    assert_eq!(tab.eval(&format!("{head}.getAttribute('aria-sort')")), "ascending");
    tab.eval(&format!("{head}.querySelector('button').click()"));
    lengths.reverse();
    assert_eq!(tab.eval(column), json!(lengths));
    // A row that sums up the others stays below them.
    tab.eval("document.querySelectorAll('[data-sheet=sections] thead th')[1].querySelector('button').click()");
    let last = tab.eval(
        "[...document.querySelectorAll('[data-sheet=sections] tr')].pop().cells[0].textContent",
    );
    assert_eq!(last, "whole line");

    tab.eval("(() => { const i = document.querySelector('[data-sheet=gaps] input'); i.value = 'CHINA'; i.dispatchEvent(new Event('input')); })()");
    let shown = "[...document.querySelectorAll('[data-sheet=gaps] tbody tr')].filter((r) => !r.hidden).length";
    assert_eq!(tab.eval(shown), 1);

    let villages = "document.querySelector('[data-sheet=villages] table').checkVisibility()";
    assert_eq!(tab.eval(villages), false);
    tab.eval("document.querySelector('[data-sheet=villages] h3 button').click()");
    assert_eq!(tab.eval(villages), true);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn names_that_are_markup_stay_text_and_no_other_script_runs() {
    let mut report = example();
    let evil = "<script>window.evil=1</script><img src=x onerror='window.evil=2'>\"'&\u{7}";
    report.title = evil.to_owned();
    report.attribution = Some(evil.to_owned());
    for village in &mut report.villages {
        village.name = evil.to_owned();
    }
    for village in &mut report.map.villages {
        village.name = evil.to_owned();
    }
    for area in &mut report.map.areas {
        area.name = evil.to_owned();
    }
    report.sections[0].name = evil.to_owned();
    let Some((mut tab, _folder)) = open(&report, Lang::English, DESKTOP) else { return };
    assert_eq!(tab.eval("typeof window.evil"), "undefined");
    assert_eq!(tab.eval("document.querySelectorAll('img').length"), 0);
    assert_eq!(tab.eval("document.querySelectorAll('script').length"), 1);
    let shown = evil.replace('\u{7}', "");
    assert_eq!(tab.eval("document.querySelector('h1').textContent"), shown);
    assert_eq!(
        tab.eval("document.querySelector('[data-sheet=villages] tbody tr').cells[1].textContent"),
        shown
    );
    let tip = tab.eval("document.querySelector('.mark.village').dataset.tip");
    assert!(tip.as_str().unwrap().starts_with(&shown), "{tip}");
    assert_eq!(tab.complaints(), [""; 0]);

    // The policy is in force: what is put in later does not run, and nothing is loaded.
    tab.eval(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.evil = 3';
           document.body.append(s);
           const i = document.createElement('img'); i.src = 'http://127.0.0.1:9/x.png';
           document.body.append(i); })()",
    );
    assert!(!tab.complaints().is_empty());
    assert_eq!(tab.eval("typeof window.evil"), "undefined");
    let loaded = tab.events.iter().any(|event| {
        event["method"] == "Network.responseReceived"
            && event["params"]["response"]["url"]
                .as_str()
                .is_some_and(|url| url.contains("127.0.0.1"))
    });
    assert!(!loaded);
}

#[test]
fn the_page_prints_on_a4() {
    let Some((mut tab, _folder)) = open(&example(), Lang::English, DESKTOP) else { return };
    let pdf =
        tab.call("Page.printToPDF", &json!({ "preferCSSPageSize": true, "printBackground": true }));
    let pdf = pdf["data"].as_str().unwrap();
    assert!(pdf.starts_with("JVBERi0") && pdf.len() > 50_000, "{}", pdf.len());
    // What was folded on the screen is on paper, and the map is as it was afterwards.
    tab.call("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert_eq!(
        tab.eval("document.querySelector('[data-sheet=villages] table').checkVisibility()"),
        true
    );
    assert_eq!(tab.eval("document.querySelector('.tools').checkVisibility()"), false);
    assert_eq!(tab.eval(ZOOM), 1);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn the_figures_are_those_of_report_json() {
    let report = example();
    let Some((mut tab, folder)) = open(&report, Lang::English, DESKTOP) else { return };
    let file = std::fs::read(folder.path().join("report.json")).unwrap();
    let told: Value = serde_json::from_slice(&file).unwrap();
    let column = |sheet: &str, c: usize| {
        format!(
            "[...document.querySelectorAll('[data-sheet=\"{sheet}\"] tbody tr')].map((r) => +r.cells[{c}].dataset.v)"
        )
    };
    let field = |table: &str, name: &str| -> Value {
        told[table].as_array().unwrap().iter().map(|row| row[name].clone()).collect()
    };
    for (c, name) in
        ["total_mm", "registered_mm", "once_mm", "shared_mm", "recognised_mm", "unregistered_mm"]
            .iter()
            .enumerate()
    {
        assert_eq!(tab.eval(&column("sections", c + 1)), field("sections", name), "{name}");
        let total = tab.eval(&format!(
            "+document.querySelector('[data-sheet=sections] tfoot tr').cells[{}].dataset.v",
            c + 1
        ));
        assert_eq!(total, told["line"][name], "{name}");
    }
    assert_eq!(tab.eval(&column("gaps", 1)), field("gaps", "length_mm"));
    assert_eq!(tab.eval(&column("overlaps", 1)), field("overlaps", "length_mm"));
    assert_eq!(tab.eval(&column("villages", 2)), field("villages", "kept_mm"));
    // The map: its stretches tile the line, its gaps are those of the table.
    let sum = |css: &str| {
        format!(
            "[...document.querySelectorAll('{css}')].reduce((s, g) => s + (g.dataset.toMm - g.dataset.fromMm), 0)"
        )
    };
    assert_eq!(tab.eval(&sum(".view .stretch:not(.proposed)")), told["line"]["total_mm"]);
    assert_eq!(tab.eval(&sum(".view .stretch.gap")), told["line"]["unregistered_mm"]);
    assert_eq!(tab.eval(&sum(".view .stretch.shared")), told["line"]["shared_mm"]);
    let texts = tab.eval("[...document.querySelectorAll('.legend b')].map((b) => b.textContent)");
    for name in ["once_mm", "shared_mm", "unregistered_mm"] {
        let length = border_coverage::Length::from_mm(told["line"][name].as_i64().unwrap());
        assert!(texts.as_array().unwrap().contains(&json!(length.to_string())), "{name}: {texts}");
    }
}
