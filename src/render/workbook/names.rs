//! Names of worksheets: at most 31 units long, of legal characters, each a name of its own.

use std::collections::BTreeSet;

/// The most units of UTF-16 in a name.
const LONGEST: usize = 31;

/// A name for each title, in order.
pub(super) fn unique<'a>(titles: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    titles
        .map(|title| {
            let plain = legal(title);
            // A name that differs by capitals alone is the same to a spreadsheet.
            let free = |name: &String| taken.insert(name.to_lowercase());
            let numbered = (2_u32..).map(|n| with_end(&plain, &format!(" ({n})")));
            let names = std::iter::once(with_end(&plain, "")).chain(numbered);
            names
                .into_iter()
                .find({
                    let mut free = free;
                    move |name| free(name)
                })
                .unwrap_or(plain)
        })
        .collect()
}

/// A title without what a name must not hold.
fn legal(title: &str) -> String {
    let illegal = |c: char| c.is_control() || "[]:*?/\\\u{fffe}\u{ffff}".contains(c);
    let words = title.split(|c: char| illegal(c) || c == ' ').filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['\'', ' ']);
    match name {
        "" => "–".to_owned(),
        // The one name that spreadsheets keep for themselves.
        name if name.eq_ignore_ascii_case("history") => format!("{name} –"),
        name => name.to_owned(),
    }
}

/// A name with an end, shortened as a whole where it must be.
fn with_end(name: &str, end: &str) -> String {
    let units = |text: &str| text.encode_utf16().count();
    if units(name) + units(end) <= LONGEST {
        return format!("{name}{end}");
    }
    let mut left = LONGEST - units(end) - 1;
    let fits = |c: &char| {
        let units = c.len_utf16();
        let fits = units <= left;
        left = left.saturating_sub(units);
        fits
    };
    let kept: String = name.chars().take_while(fits).collect();
    format!("{}…{end}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_legal_and_tell_apart() {
        let titles = [
            "areas: commune",
            "post by place × commune by keeper",
            "post by place × commune by keepers",
            "History",
            "'",
            "Areas commune",
            "a/b\u{7}",
        ];
        let names = unique(titles.into_iter());
        assert_eq!(
            names,
            [
                "areas commune",
                "post by place × commune by kee…",
                "post by place × commune by… (2)",
                "History –",
                "–",
                "Areas commune (2)",
                "a b",
            ]
        );
    }

    proptest! {
        #[test]
        fn any_titles_give_names_that_a_workbook_takes(
            titles in prop::collection::vec("\\PC{0,40}|[a-b':/𝕏 ]{0,40}", 0..12)
        ) {
            let names = unique(titles.iter().map(String::as_str));
            let mut book = rust_xlsxwriter::Workbook::new();
            for name in &names {
                prop_assert!(book.add_worksheet().set_name(name).is_ok(), "{}", name);
            }
            book.add_worksheet();
            prop_assert!(book.save_to_buffer().is_ok());
        }
    }
}
