//! The rules see what is planted: small houses with one fault each.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{Floors, circles, floors, strangers, upward};
use super::tree::Tree;

const FLOORS: &str = "
| floor | modules |
|---|---|
| 2 | `roof` |
| 1 | `hall` |
| 0 | `ground`, `well` |
";

fn planned() -> Floors {
    floors(FLOORS)
}

fn house(files: &[(&str, &str)]) -> Tree {
    let lib = "mod ground; mod hall; pub mod roof; pub use roof::Tile;";
    let mut all = BTreeMap::from([
        ("lib.rs", lib),
        ("ground.rs", "pub struct Clay;"),
        ("roof.rs", "pub struct Tile; pub fn open() -> bool { true }"),
    ]);
    all.extend(files.iter().copied());
    let all = all.into_iter().map(|(file, text)| (file.to_owned(), text.to_owned())).collect();
    Tree::of(&all, "lib.rs")
}

/// A hall with a door, whose code is given.
fn door(code: &str) -> Tree {
    house(&[("hall/mod.rs", "mod door;"), ("hall/door.rs", code)])
}

fn wrong(tree: &Tree) -> usize {
    upward(tree, &planned()).wrong.len()
}

#[test]
fn an_upward_use_is_seen_however_it_is_written() {
    let planted = [
        ("plain", "use crate::roof::Tile;"),
        ("grouped", "use crate::{ground::Clay, roof::{Tile}};"),
        ("of the module itself", "use crate::roof::{self};"),
        ("all of it", "use crate::roof::*;"),
        ("relative", "use super::super::roof::Tile;"),
        ("relative, through oneself", "use self::super::super::roof::Tile;"),
        ("after tests", "#[cfg(test)] mod tests {} use crate::roof::Tile;"),
        ("in an expression", "fn f() -> bool { let open = crate::roof::open(); open }"),
        ("in a field", "struct Door { over: Option<crate::roof::Tile> }"),
        ("in a signature", "fn f(_: &[super::super::roof::Tile]) {}"),
        ("in a bound", "fn f<T: Into<crate::roof::Tile>>(_: T) {}"),
        ("in a pattern", "fn f(x: u8) { let crate::roof::Tile = g(x); }"),
        ("under another name", "use crate::roof as top;"),
        ("the root under another name", "use crate as house; fn f(_: house::roof::Tile) {}"),
        ("the root in a group", "use crate::{self as house}; fn f(_: house::roof::Tile) {}"),
        ("a parent under another name", "use super::super as up; fn f(_: up::roof::Tile) {}"),
        ("in a function", "fn f() { use crate::roof::open; open(); }"),
        ("in a method", "struct D; impl D { fn f() { crate::roof::open(); } }"),
        ("in a macro", "fn f() { assert!(x && crate::roof::open()); }"),
        ("in a macro, in brackets", "fn f() { assert!(!(super::super::roof::open())); }"),
        ("in a macro's own text", "macro_rules! m { () => { $crate::roof::open() }; }"),
        ("in an attribute", "#[serde(with = \"crate::roof\")] struct Door;"),
        ("for re-export", "pub(crate) use crate::roof::Tile;"),
        ("by the root's name", "use crate::Tile;"),
        ("all of the root", "use crate::*;"),
        ("in a module within", "mod lock { use super::super::super::roof::Tile; }"),
        (
            "in a function that is not for tests",
            "#[cfg(not(test))] fn f() { crate::roof::open(); }",
        ),
        ("for tests or else", "#[cfg(any(test, unix))] use crate::roof::Tile;"),
    ];
    for (kind, code) in planted {
        assert!(wrong(&door(code)) > 0, "{kind}: {code}");
        // What stands on the floor itself is not below it either.
        let beside = code.replace("roof", "well").replace("Tile", "Water");
        let rooms = "mod ground; mod hall; mod roof; mod well; pub use well::Water;";
        let tree = house(&[
            ("lib.rs", rooms),
            ("well.rs", "pub struct Water;"),
            ("hall.rs", ""),
            ("ground/mod.rs", "mod door;"),
            ("ground/door.rs", &beside.replace("ground::Clay", "hall")),
        ]);
        assert!(wrong(&tree) > 0, "beside, {kind}: {beside}");
    }
}

#[test]
fn a_downward_use_is_seen_and_is_right() {
    let sound = [
        ("use crate::ground::Clay;", 1),
        ("fn f(_: super::super::ground::Clay) { crate::ground::dig(); }", 2),
        ("use std::fmt; fn f(_: fmt::Result) {}", 0),
        ("fn f() { println!(\"{}\", crate::ground::dig()); }", 1),
        ("/// [`Tile`](crate::roof::Tile), `crate::roof`\nstruct Door; // crate::roof::Tile", 0),
        ("fn f() -> &'static str { \"crate::roof::Tile\" }", 0),
        ("#[cfg(test)] use crate::roof::Tile;", 0),
        ("#[cfg(test)] mod tests { use super::*; use crate::roof::Tile; }", 0),
        ("#[cfg(all(test, unix))] fn f() { crate::roof::open(); }", 0),
        ("struct D; impl D { #[cfg(test)] fn f() { crate::roof::open(); } }", 0),
        ("struct D; impl super::D { fn f(self: &Self) { super::g(); self::h(); } }", 0),
    ];
    for (code, uses) in sound {
        let findings = upward(&door(code), &planned());
        assert!(findings.wrong.is_empty(), "{code}: {:?}", findings.wrong);
        assert_eq!(findings.looked_at, uses, "{code}");
    }
}

#[test]
fn a_file_for_tests_may_use_all_floors() {
    let tests = ("hall/tests.rs", "mod more;");
    let more = ("hall/tests/more.rs", "use crate::roof::Tile;");
    let tree = house(&[("hall/mod.rs", "#[cfg(test)] mod tests;"), tests, more]);
    assert_eq!(wrong(&tree), 0);
    assert!(tree.tests.contains("hall/tests/more.rs"));
    let tree = house(&[("hall/mod.rs", "mod tests;"), tests, more]);
    assert_eq!(wrong(&tree), 1);
}

#[test]
fn a_file_by_another_path_is_read() {
    let tree = house(&[
        ("hall/mod.rs", "#[cfg_attr(windows, path = \"gate.rs\")] mod door;"),
        ("hall/door.rs", ""),
        ("hall/gate.rs", "use crate::roof::Tile;"),
    ]);
    assert_eq!(wrong(&tree), 1);
}

#[test]
fn a_room_without_a_floor_is_seen() {
    let tree = house(&[
        ("lib.rs", "mod ground; mod cellar; mod roof;"),
        ("cellar.rs", "use crate::ground::Clay;"),
    ]);
    let findings = upward(&tree, &planned());
    assert_eq!(findings.wrong, ["`cellar` has no floor in src/model.md"]);
}

#[test]
fn circles_of_modules_are_seen() {
    let head = ("hall/mod.rs", "mod bolt; mod door; mod lock; pub use lock::Lock; struct Hall;");
    let door = ("hall/door.rs", "use super::bolt::Bolt; struct Door;");
    let bolt = ("hall/bolt.rs", "use super::Lock; struct Bolt;");
    let circle = |lock: &str| circles(&house(&[head, door, bolt, ("hall/lock.rs", lock)]));
    let of =
        |modules: &[&str]| BTreeSet::from([modules.iter().map(|m| format!("hall::{m}")).collect()]);

    assert!(circle("struct Lock; use super::Hall; use crate::ground::Clay;").is_empty());
    for lock in ["use super::door::Door;", "fn f() { crate::hall::door::open(); }"] {
        let found = circle(&format!("{lock} struct Lock;"));
        assert_eq!(found, of(&["bolt", "door", "lock"]), "{lock}");
    }
    // The bolt uses the lock by the head's re-export.
    assert_eq!(circle("struct Lock; use super::bolt::Bolt;"), of(&["bolt", "lock"]));
}

#[test]
fn a_circle_through_what_is_in_a_module_is_seen() {
    let lock = |key: &str| {
        let tree = house(&[
            ("hall/mod.rs", "mod door; mod lock;"),
            ("hall/door.rs", "use super::lock::Bit;"),
            ("hall/lock/mod.rs", "mod bit; mod key; pub use bit::Bit; pub struct Lock;"),
            ("hall/lock/bit.rs", "use super::Lock; pub struct Bit;"),
            ("hall/lock/key.rs", key),
        ]);
        circles(&tree)
    };
    let circle = BTreeSet::from(["hall::door".to_owned(), "hall::lock".to_owned()]);
    assert_eq!(lock("use crate::hall::door;"), BTreeSet::from([circle]));
    let circle = BTreeSet::from(["hall::lock::bit".to_owned(), "hall::lock::key".to_owned()]);
    assert!(lock("use super::bit::Bit;").is_empty());
    let tree = house(&[
        ("hall/mod.rs", "mod lock;"),
        ("hall/lock/mod.rs", "mod bit; mod key;"),
        ("hall/lock/bit.rs", "use super::key::Key;"),
        ("hall/lock/key.rs", "use super::bit::Bit;"),
    ]);
    assert_eq!(circles(&tree), BTreeSet::from([circle]));
}

#[test]
fn methods_away_from_home_are_seen() {
    let at = |code: &str| {
        let code = format!("use crate::ground::{{self, Clay}}; struct Door; {code}");
        strangers(&door(&code)).into_iter().collect::<Vec<_>>()
    };
    let stranger = [("ground::Clay".to_owned(), "hall".to_owned())];
    for code in [
        "impl Clay { fn burn(&self) {} }",
        "impl ground::Clay { fn burn(&self) {} }",
        "impl crate::ground::Clay { fn burn(&self) {} }",
        "impl std::fmt::Display for Clay {}",
        "impl From<u8> for &Clay {}",
    ] {
        assert_eq!(at(code), stranger, "{code}");
    }
    for code in [
        "impl Door { fn open(&self) {} }",
        "impl From<Door> for Clay {}",
        "impl PartialEq<Vec<Door>> for Clay {}",
        "trait Burn {} impl Burn for Clay {}",
        "impl From<Clay> for Door {}",
        "impl Iterator for Vec<Clay> {}",
        "#[cfg(test)] impl Clay { fn burn(&self) {} }",
    ] {
        assert_eq!(at(code), [], "{code}");
    }
}
