//! What may be meant by an id or a name that is not known.

use unicode_normalization::UnicodeNormalization;

/// The most ids that are suggested.
const MOST: usize = 3;

/// Among more ids than this none is sought: each costs some tenths of a microsecond.
const MOST_KNOWN: usize = 2_000;

/// What may be meant by `written`, as the end of a message: the id of what is called so, or else
/// the ids that differ least, by one letter, or two of eight and more. `known` are ids and names;
/// nothing is suggested for one of them, or where too many are alike.
pub(super) fn meant<'a>(
    written: &str,
    known: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Option<String> {
    let written = written.trim();
    if known.clone().any(|(id, _)| id == written) || known.clone().nth(MOST_KNOWN).is_some() {
        return None;
    }
    let plain = folded(written);
    let called: Vec<&str> =
        known.clone().filter(|(_, name)| folded(name) == plain).map(|(id, _)| id).collect();
    if let ([first, ..], true) = (called.as_slice(), called.len() <= MOST) {
        let others: String = called[1..].iter().map(|id| format!(" or {id}")).collect();
        return Some(format!("; that is a name: write the id, {first}{others}"));
    }
    let allowed = if plain.len() >= 8 { 2 } else { 1 };
    let distance = |id: &'a str| Some((distance(&plain, &folded(id), allowed)?, id));
    let mut near: Vec<(usize, &str)> = known.filter_map(|(id, _)| distance(id)).collect();
    near.sort_unstable();
    let least = near.first()?.0;
    let nearest: Vec<&str> =
        near.into_iter().take_while(|(off, _)| *off == least).map(|(_, id)| id).collect();
    (nearest.len() <= MOST).then(|| format!("; is it {}?", nearest.join(" or ")))
}

/// A text in small letters, without marks on them and with blanks for hyphens.
fn folded(text: &str) -> String {
    let is_mark = unicode_normalization::char::is_combining_mark;
    let plain = text.nfd().filter(|&c| !is_mark(c)).flat_map(char::to_lowercase);
    plain
        .map(|c| {
            if matches!(c, '-' | '_') {
                ' '
            } else if c == 'đ' {
                'd'
            } else {
                c
            }
        })
        .collect()
}

/// How many letters are put in, left out or changed between two texts, where no more than
/// `allowed`.
fn distance(one: &str, other: &str, allowed: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if one.chars().count().abs_diff(other.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, &theirs) in other.iter().enumerate() {
            let changed = before[j] + usize::from(letter != theirs);
            row.push(changed.min(before[j + 1] + 1).min(row[j] + 1));
        }
        if row.iter().all(|&off| off > allowed) {
            return None;
        }
        before = row;
    }
    before.last().copied().filter(|&off| off <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [(&str, &str); 5] = [
        ("na-u-1", "Na Ư 1"),
        ("na-u-2", "Na Ư 2"),
        ("muong-nhe", "Mường Nhé"),
        ("sin-thau", "Sín Thầu"),
        ("dien-bien", "Điện Biên"),
    ];

    fn found(written: &str) -> String {
        meant(written, KNOWN.into_iter()).unwrap_or_default()
    }

    #[test]
    fn nearly_right_ids_and_names_get_the_id_that_may_be_meant() {
        for (written, words) in [
            ("na-u-11", "; is it na-u-1?"),
            ("na-u-3", "; is it na-u-1 or na-u-2?"),
            ("Muong-Nhe", "; that is a name: write the id, muong-nhe"),
            ("Sín Thầu", "; that is a name: write the id, sin-thau"),
            ("ĐIỆN BIÊN", "; that is a name: write the id, dien-bien"),
            ("mung-nhee", "; is it muong-nhe?"),
        ] {
            assert_eq!(found(written), words, "{written}");
        }
    }

    #[test]
    fn what_is_known_or_like_nothing_gets_none() {
        for written in ["na-u-1", "leng", "x", "", "sin-thau-north"] {
            assert_eq!(found(written), "", "{written}");
        }
        let many: Vec<String> = (0..10).map(|i| format!("v{i}")).collect();
        assert_eq!(meant("va", many.iter().map(|id| (&**id, ""))), None);
        assert_eq!(distance("abc", "acb", 2), Some(2));
        assert_eq!(distance("", "ab", 1), None);
    }
}
