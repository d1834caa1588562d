//! What a file writes: imports, paths, `impl` blocks, modules; what is for tests is passed over.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, Token, UseTree};

use super::tree::{Child, Impl, Module, Path, Written, attributes};

pub(crate) struct Collector {
    file: String,
    at: Path,
    test: bool,
    pub(crate) modules: BTreeMap<Path, Module>,
    pub(crate) children: Vec<Child>,
}

impl Collector {
    pub(crate) fn new(file: &str, at: Path, test: bool) -> Self {
        let mut new = Self {
            file: file.to_owned(),
            at,
            test,
            modules: BTreeMap::new(),
            children: Vec::new(),
        };
        new.here();
        new
    }

    fn here(&mut self) -> &mut Module {
        let module = self.modules.entry(self.at.clone()).or_default();
        module.file.clone_from(&self.file);
        module
    }

    fn define(&mut self, name: &syn::Ident) {
        self.here().types.insert(name.to_string());
    }

    fn write(&mut self, names: Path, glob: bool) {
        self.here().written.push(Written { names, glob });
    }

    fn import(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Path>();
        match tree {
            UseTree::Path(path) => self.import(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) => self.name(with(name.ident.to_string()), None),
            UseTree::Rename(to) => {
                self.name(with(to.ident.to_string()), Some(to.rename.to_string()));
            }
            UseTree::Glob(_) => self.write(before.to_vec(), true),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(before, tree)),
        }
    }

    fn name(&mut self, mut names: Path, rename: Option<String>) {
        if names.len() > 1 && names.last().is_some_and(|name| name == "self") {
            names.pop();
        }
        let own = names.last().expect("an import has a name").clone();
        self.here().imports.insert(rename.unwrap_or(own), names.clone());
        self.write(names, false);
    }

    /// The paths among tokens that are not parsed: of macros, and of attributes with strings.
    fn tokens(&mut self, tokens: TokenStream, strings: bool) {
        let mut names = Path::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.flush(&mut names);
                    }
                    names.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    self.flush(&mut names);
                    colons = 0;
                    match other {
                        TokenTree::Group(group) => self.tokens(group.stream(), strings),
                        TokenTree::Literal(text) if strings => self.text(&text.to_string()),
                        _ => {}
                    }
                }
            }
        }
        self.flush(&mut names);
    }

    fn flush(&mut self, names: &mut Path) {
        let names = std::mem::take(names);
        if names.len() > 1 {
            self.write(names, false);
        }
    }

    /// A path in a string, as `#[serde(with = "crate::…")]` has one.
    fn text(&mut self, literal: &str) {
        if let Ok(path) = syn::parse_str::<syn::Path>(literal.trim_matches('"')) {
            self.visit_path(&path);
        }
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Mod(module) = item {
            self.module(module);
        } else if !for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.define(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.define(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.define(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.define(&item.ident);
        visit::visit_item_type(self, item);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.import(&[], &item.tree);
        }
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        assert!(item.ident != "self", "{}: the crate under another name", self.file);
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        if let Some(of) = type_name(&block.self_ty) {
            let by = block.trait_.as_ref().map(|(path, ..)| {
                let mut types = Types(vec![names(path)]);
                types.visit_path(path);
                types.0
            });
            self.here().impls.push(Impl { of, by });
        }
        visit::visit_item_impl(self, block);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.write(names(path), false);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, macro_: &'ast syn::Macro) {
        self.tokens(macro_.tokens.clone(), false);
        visit::visit_macro(self, macro_);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone(), true);
        }
    }
}

impl Collector {
    fn module(&mut self, module: &syn::ItemMod) {
        let test = self.test || for_tests(&module.attrs);
        self.at.push(module.ident.to_string());
        if let Some((_, items)) = &module.content {
            if !test {
                self.here();
                items.iter().for_each(|item| self.visit_item(item));
            }
        } else {
            let named = module.attrs.iter().filter_map(path_attribute).collect();
            self.children.push(Child { at: self.at.clone(), test, named });
        }
        self.at.pop();
    }
}

/// All paths below a piece of code.
struct Types(Vec<Path>);

impl<'ast> Visit<'ast> for Types {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(names(path));
        visit::visit_path(self, path);
    }
}

fn names(path: &syn::Path) -> Path {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The name of a type, or of what it refers to.
fn type_name(of: &syn::Type) -> Option<Path> {
    match of {
        syn::Type::Path(of) if of.path.leading_colon.is_none() => Some(names(&of.path)),
        syn::Type::Reference(to) => type_name(&to.elem),
        _ => None,
    }
}

/// Whether an item is compiled for tests only: `cfg(test)`, or `cfg(all(test, …))`.
fn for_tests(attributes: &[Attribute]) -> bool {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfgs.filter_map(|attribute| attribute.parse_args::<Meta>().ok()).any(|meta| needs_test(&meta))
}

fn needs_test(meta: &Meta) -> bool {
    match meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|all| all.iter().any(needs_test)),
        _ => false,
    }
}

/// The file that `#[path = "…"]` names, or `#[cfg_attr(…, path = "…")]`.
fn path_attribute(attribute: &Attribute) -> Option<String> {
    let of_meta = |meta: &Meta| match meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    if attribute.path().is_ident("cfg_attr") {
        let all = attribute
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .unwrap_or_default();
        all.iter().find_map(of_meta)
    } else {
        of_meta(&attribute.meta)
    }
}
