//! What holds in the house: data flows up, modules go in no circle, a type's methods are at home.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Path, Tree, Written};

/// The floor of each room.
pub(crate) type Floors = BTreeMap<String, usize>;

/// Modules that look over all rooms.
const OVER_ALL: [&str; 2] = ["error", "prelude"];

/// The floors of a table of Markdown whose rows begin with a number and name rooms in backticks.
pub(crate) fn floors(text: &str) -> Floors {
    let mut floors = Floors::new();
    for line in text.lines() {
        let mut cells = line.split('|').skip(1);
        let Some(Ok(floor)) = cells.next().map(|cell| cell.trim().parse()) else { continue };
        let rooms = cells.next().unwrap_or_default().split('`').skip(1).step_by(2);
        for room in rooms {
            let twice = floors.insert(room.to_owned(), floor);
            assert!(twice.is_none(), "{room} stands on two floors");
        }
    }
    floors
}

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) looked_at: usize,
    pub(crate) wrong: Vec<String>,
}

/// Rooms without a floor, and what a room uses from its own floor or above.
pub(crate) fn upward(tree: &Tree, floors: &Floors) -> Findings {
    let mut findings = Findings::default();
    for (at, module) in &tree.modules {
        let Some(room) = at.first() else { continue };
        let page = module.file == "lib.rs" && module.written.is_empty();
        if page || OVER_ALL.contains(&room.as_str()) {
            continue;
        }
        let Some(&floor) = floors.get(room) else {
            findings.wrong.push(format!("`{room}` has no floor in src/model.md"));
            continue;
        };
        for written in &module.written {
            let Some(to) = tree.resolve(at, &written.names) else { continue };
            let Some(other) = to.first().filter(|&other| other != room) else {
                if to.is_empty() && written.glob {
                    findings.wrong.push(format!("{}: imports all of the root", module.file));
                }
                continue;
            };
            findings.looked_at += 1;
            if floors.get(other).is_none_or(|&below| below >= floor) {
                let (file, path) = (&module.file, shown(written));
                findings.wrong.push(format!("{file}: `{path}` is not below `{room}`"));
            }
        }
    }
    findings
}

fn shown(written: &Written) -> String {
    written.names.join("::") + if written.glob { "::*" } else { "" }
}

/// Groups of modules side by side each of which needs all the others of its group.
///
/// A module is its file with all that is in it. Here it counts who uses what beside it; that a
/// module and what is in it use each other is no circle.
pub(crate) fn circles(tree: &Tree) -> BTreeSet<BTreeSet<String>> {
    let mut uses: BTreeMap<&[String], BTreeSet<&[String]>> = BTreeMap::new();
    for (at, module) in tree.modules.iter().filter(|(at, _)| !at.is_empty()) {
        for written in &module.written {
            let Some(to) = tree.resolve(at, &written.names) else { continue };
            let to = tree.key(tree.home(&tree.defined(&to)));
            let common = at.iter().zip(to).take_while(|(a, b)| a == b).count();
            if common > 0 && common < at.len().min(to.len()) {
                uses.entry(&at[..=common]).or_default().insert(&to[..=common]);
            }
        }
    }
    let reached: BTreeMap<&[String], BTreeSet<&[String]>> =
        uses.keys().map(|&module| (module, reach(&uses, module))).collect();
    let mutual = |a: &[String], b: &[String]| {
        reached[a].contains(b) && reached.get(b).is_some_and(|of_b| of_b.contains(a))
    };
    uses.keys()
        .filter(|&module| mutual(module, module))
        .map(|&a| reached[a].iter().filter(|b| mutual(a, b)).map(|b| b.join("::")).collect())
        .collect()
}

/// All that a module needs, by others too.
fn reach<'a>(
    uses: &BTreeMap<&'a [String], BTreeSet<&'a [String]>>,
    from: &'a [String],
) -> BTreeSet<&'a [String]> {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(module) = ahead.pop() {
        let used = uses.get(module).into_iter().flatten().copied();
        ahead.extend(used.filter(|other| reached.insert(*other)));
    }
    reached
}

/// `impl` blocks of a type that lives in another room: the type, and the room of the block.
///
/// A trait of the block's own room, or one about a type of that room, has to be implemented
/// there.
pub(crate) fn strangers(tree: &Tree) -> BTreeSet<(String, String)> {
    let mut strangers = BTreeSet::new();
    for (at, module) in &tree.modules {
        let Some(room) = at.first() else { continue };
        let home = |names: &Path| Some(tree.defined(&tree.resolve(at, names)?));
        let own = |names: &Path| home(names).is_some_and(|path| path.first() == Some(room));
        for block in &module.impls {
            let Some(of) = home(&block.of).filter(|of| of.first() != Some(room)) else { continue };
            if !block.by.as_ref().is_some_and(|by| by.iter().any(own)) {
                strangers.insert((of.join("::"), room.clone()));
            }
        }
    }
    strangers
}
