use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Lang;
use crate::audit::{ConflictClass, CountKind, ExplainedPart, Figure, Policy};

const ALL: [Lang; 2] = [Lang::English, Lang::Vietnamese];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files
}

/// Literals right behind the `opening` of a call, and those in a condition there:
/// `label(if known { "a" } else { "b" })`.
fn literals(code: &str, opening: &str, keys: &mut BTreeSet<String>) {
    let calls = code.match_indices(opening).filter(|&(at, _)| !code[..at].ends_with("Column::"));
    for (at, _) in calls {
        let call = &code[at + opening.len()..];
        let literal = call.strip_prefix('"').and_then(|rest| rest.split('"').next());
        keys.extend(literal.map(str::to_owned));
        let condition = call.strip_prefix("if ").and_then(|rest| rest.split(')').next());
        let literals = condition.unwrap_or_default().split('"').skip(1).step_by(2);
        keys.extend(literals.map(str::to_owned));
    }
}

/// The keys that the sources name, and those of values that write themselves as their names.
fn used() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&src) {
        let text = fs::read_to_string(path).unwrap();
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.split("#[cfg(test)]mod tests {").next().unwrap();
        literals(code, "label(", &mut keys);
        headings(code, &mut keys);
    }
    keys.extend(named());
    keys
}

/// The keys of columns under the label of their key.
fn headings(code: &str, keys: &mut BTreeSet<String>) {
    for column in code.split("Column::").skip(1) {
        let Some((kind, rest)) = column.split_once("(\"") else { continue };
        let Some((key, rest)) = rest.split_once("\")") else { continue };
        let is_kind = kind.chars().all(|c| c.is_ascii_lowercase());
        if is_kind && !rest.trim_start().starts_with(".headed") {
            keys.insert(key.to_owned());
        }
    }
}

fn named() -> impl Iterator<Item = String> {
    let name = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    let figures = Figure::OF_LINE.into_iter().chain([Figure::Kept]);
    let figures = figures.map(move |figure| name(serde_json::to_value(figure).unwrap()));
    let parts = ExplainedPart::ALL.map(|part| serde_json::to_value(part).unwrap());
    let parts = parts.map(name).map(|part| format!("part.{part}"));
    let classes = ConflictClass::ALL.map(|class| format!("class.{class}"));
    let policies = Policy::ALL.map(|policy| format!("policy.{}", policy.name()));
    let levels = ["province", "district", "commune", "post"].map(|level| format!("level.{level}"));
    let counts = CountKind::ALL.map(|kind| name(serde_json::to_value(kind).unwrap()));
    let others = ["by.place", "by.keeper", "since_first", "last_12_months"];
    let fates = ["renewed", "taken_over", "lapsed"];
    let plain = others.into_iter().chain(fates).map(str::to_owned).chain(counts);
    figures.chain(parts).chain(classes).chain(policies).chain(levels).chain(plain)
}

#[test]
fn keys_are_sorted_and_stand_once() {
    for lang in ALL {
        for two in lang.labels().windows(2) {
            assert!(two[0].0 < two[1].0, "{}: {} before {}", lang.code(), two[0].0, two[1].0);
        }
    }
}

#[test]
fn every_key_has_a_label_in_each_language_and_every_label_is_used() {
    let used = used();
    assert!(used.len() > 150, "only {} keys seen: is the test still looking?", used.len());
    for lang in ALL {
        let labels: BTreeSet<String> = lang.labels().iter().map(|(key, _)| (*key).into()).collect();
        let missing: Vec<_> = used.difference(&labels).collect();
        let unused: Vec<_> = labels.difference(&used).collect();
        assert!(missing.is_empty(), "{}: no label for {missing:?}", lang.code());
        assert!(unused.is_empty(), "{}: nobody uses {unused:?}", lang.code());
    }
}

#[test]
fn labels_are_not_empty() {
    for lang in ALL {
        for (key, label) in lang.labels() {
            assert_eq!(label.trim(), *label, "{}: {key}", lang.code());
            assert!(!label.is_empty(), "{}: {key}", lang.code());
        }
    }
}

#[test]
fn the_test_sees_missing_and_unused_keys() {
    let mut keys = BTreeSet::new();
    let code = r#"lang.label("a"); Cell::label(if x { "b" } else { "c" }); lang.label(key);
        Column::label("f").headed(x)"#;
    literals(code, "label(", &mut keys);
    headings(r#"Column::text("d"), Column::text("e").headed(x), Column::day(f)"#, &mut keys);
    assert_eq!(keys.into_iter().collect::<String>(), "abcd");
}
