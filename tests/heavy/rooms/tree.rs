//! The modules of a crate as its compiler finds them: from `lib.rs` along `mod`, without tests.

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;
use syn::visit::Visit;

use super::collect::Collector;

/// The names from the crate's root down to a module or an item.
pub(crate) type Path = Vec<String>;

/// A path as it is written in code.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) names: Path,
    /// Whether it ends in `::*`.
    pub(crate) glob: bool,
}

/// An `impl` block.
#[derive(Debug)]
pub(crate) struct Impl {
    pub(crate) of: Path,
    /// The trait, and the types in its angle brackets; none in an inherent `impl`.
    pub(crate) by: Option<Vec<Path>>,
}

/// A module, in a file of its own or inside another.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) file: String,
    pub(crate) written: Vec<Written>,
    pub(crate) imports: BTreeMap<String, Path>,
    /// The types and traits that are defined in it.
    pub(crate) types: BTreeSet<String>,
    pub(crate) impls: Vec<Impl>,
}

/// A crate.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) modules: BTreeMap<Path, Module>,
    /// Files that are compiled for tests only.
    pub(crate) tests: BTreeSet<String>,
}

impl Tree {
    /// Of the files below `src`, by their path from there.
    pub(crate) fn of(files: &BTreeMap<String, String>, root: &str) -> Self {
        let mut tree = Self::default();
        tree.load(files, root, Vec::new(), false);
        tree
    }

    fn load(&mut self, files: &BTreeMap<String, String>, file: &str, at: Path, test: bool) {
        let text = files.get(file).unwrap_or_else(|| panic!("no file {file}"));
        let parsed = syn::parse_file(text).unwrap_or_else(|e| panic!("{file}: {e}"));
        if test {
            self.tests.insert(file.to_owned());
        }
        let mut collector = Collector::new(file, at, test);
        collector.visit_file(&parsed);
        if !test {
            self.modules.extend(collector.modules);
        }
        for child in collector.children {
            for (candidate, at) in child.candidates(file) {
                if files.contains_key(&candidate) {
                    self.load(files, &candidate, at, child.test);
                }
            }
        }
    }

    /// What a path written in a module means, from the crate's root; `None` outside the crate.
    pub(crate) fn resolve(&self, from: &[String], names: &[String]) -> Option<Path> {
        self.resolve_within(from, names, 8)
    }

    fn resolve_within(&self, from: &[String], names: &[String], steps: usize) -> Option<Path> {
        let steps = steps.checked_sub(1)?;
        let (first, rest) = names.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.to_vec(),
            "super" => from.split_last()?.1.to_vec(),
            name => {
                let child: Path = from.iter().cloned().chain([name.to_owned()]).collect();
                let module = self.modules.get(from)?;
                if self.modules.contains_key(&child) || module.types.contains(name) {
                    child
                } else {
                    self.resolve_within(from, module.imports.get(name)?, steps)?
                }
            }
        };
        for name in rest {
            if name == "super" {
                at.pop()?;
            } else if name != "self" {
                at.push(name.clone());
            }
        }
        Some(at)
    }

    /// Where what a path names is defined: the path with its re-exports followed.
    pub(crate) fn defined(&self, path: &[String]) -> Path {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let home = self.home(&path).len();
            let Some(name) = path.get(home) else { break };
            let import = self.modules[&path[..home]].imports.get(name);
            let Some(found) = import.and_then(|names| self.resolve(&path[..home], names)) else {
                break;
            };
            path = found.into_iter().chain(path[home + 1..].iter().cloned()).collect();
        }
        path
    }

    /// A module's own copy of its path.
    pub(crate) fn key(&self, module: &[String]) -> &[String] {
        self.modules.get_key_value(module).map_or(&[], |(path, _)| path)
    }

    /// The innermost module that a path leads into.
    pub(crate) fn home<'a>(&self, path: &'a [String]) -> &'a [String] {
        let within = |n: &usize| self.modules.contains_key(&path[..*n]);
        &path[..(0..=path.len()).rev().find(within).unwrap_or(0)]
    }
}

/// A module that another declares in a file of its own.
#[derive(Debug)]
pub(crate) struct Child {
    pub(crate) at: Path,
    pub(crate) test: bool,
    /// Names of files given by an attribute `path`.
    pub(crate) named: Vec<String>,
}

impl Child {
    /// The files that may hold it, declared in `parent`, each as a module of its own name.
    fn candidates(&self, parent: &str) -> Vec<(String, Path)> {
        let folder = parent.rsplit_once('/').map_or("", |(folder, _)| folder);
        let named = self.named.iter().map(|name| {
            let mut at = self.at.clone();
            at.pop();
            at.push(name.trim_end_matches(".rs").to_owned());
            (format!("{folder}/{name}"), at)
        });
        let below = self.at.join("/");
        let usual = [format!("{below}.rs"), format!("{below}/mod.rs")];
        named.chain(usual.map(|file| (file, self.at.clone()))).collect()
    }
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(x) => &x.attrs,
        Item::Enum(x) => &x.attrs,
        Item::ExternCrate(x) => &x.attrs,
        Item::Fn(x) => &x.attrs,
        Item::ForeignMod(x) => &x.attrs,
        Item::Impl(x) => &x.attrs,
        Item::Macro(x) => &x.attrs,
        Item::Mod(x) => &x.attrs,
        Item::Static(x) => &x.attrs,
        Item::Struct(x) => &x.attrs,
        Item::Trait(x) => &x.attrs,
        Item::TraitAlias(x) => &x.attrs,
        Item::Type(x) => &x.attrs,
        Item::Union(x) => &x.attrs,
        Item::Use(x) => &x.attrs,
        _ => &[],
    }
}
