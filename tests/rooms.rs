//! Data flows one way: a module uses only modules of lower floors.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, from the ground up. `lib` and `error` look over all of them.
const FLOORS: [&[&str]; 12] = [
    &["id", "units", "number", "period", "problem", "geodesy"],
    &["span", "admin", "crs"],
    &["line", "cover", "survey"],
    &["marker"],
    &["border"],
    &["registry"],
    &["ledger"],
    &["state"],
    &["assign", "audit"],
    &["report"],
    &["render"],
    &["io"],
];

fn floors() -> BTreeMap<&'static str, usize> {
    let numbered = FLOORS.iter().enumerate();
    numbered.flat_map(|(floor, rooms)| rooms.iter().map(move |&room| (room, floor))).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
    all
}

/// The room a file belongs to: the folder or file directly below `src`.
fn room_of(path: &Path) -> String {
    let below = path.strip_prefix(src()).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules that a text uses by `crate::name`, outside its comments and tests.
fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn every_module_uses_only_lower_floors() {
    let floors = floors();
    let mut seen = 0;
    for path in sources(&src()) {
        let room = room_of(&path);
        if ["lib", "error", "prelude", "bin"].contains(&room.as_str()) || path.ends_with("tests.rs")
        {
            continue;
        }
        let floor = floors.get(room.as_str()).unwrap_or_else(|| panic!("{room} has no floor"));
        for name in used(&fs::read_to_string(&path).unwrap()) {
            if name == room {
                continue;
            }
            let below = floors.get(name.as_str());
            assert!(
                below.is_some_and(|below| below < floor),
                "{}: `{room}` on floor {floor} uses `crate::{name}` on floor {below:?}",
                path.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} uses seen: is the test still looking?");
}

#[test]
fn every_room_exists() {
    for room in FLOORS.iter().copied().flatten() {
        let file = src().join(format!("{room}.rs"));
        assert!(file.exists() || src().join(room).is_dir(), "{room}");
    }
}
