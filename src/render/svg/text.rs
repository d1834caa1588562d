//! How wide text is, as far as that can be known without its font.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// About how wide a text is in a sans-serif face of so many pixels; rather too wide than too
/// narrow (measured on DejaVu Sans, which is wide).
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.nfd().map(em).sum::<f64>() * size
}

/// The width of a character in parts of the size.
fn em(c: char) -> f64 {
    match c {
        _ if is_combining_mark(c) => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '"' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.0,
        _ if c.is_ascii_digit() => 0.64,
        _ if c.is_uppercase() => 0.74,
        // Han, kana and hangul fill a square.
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' => 1.0,
        '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{1F000}'.. => 1.1,
        _ => 0.62,
    }
}

/// The text, its end left out where it would be wider than `most`.
pub(super) fn clipped(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let room = most - width("…", size);
    let mut kept = String::new();
    let mut taken = 0.0;
    for c in text.nfc() {
        taken += width(c.encode_utf8(&mut [0; 4]), size);
        if taken > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// The text in a limited number of lines no wider than `most`; the rest is left out.
pub(super) fn wrapped(text: &str, size: f64, most: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = wrapped.last().map(|line| format!("{line} {word}"));
        let is_full = wrapped.len() == lines;
        match (longer.filter(|line| width(line, size) <= most), wrapped.last_mut()) {
            (Some(longer), Some(last)) => *last = longer,
            // What follows the last line stands in it, to be clipped.
            (_, Some(last)) if is_full => {
                last.push(' ');
                last.push_str(word);
                break;
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.iter().map(|line| clipped(line, size, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_take_no_room() {
        assert_eq!(width("Điện", 10.0), width("Điện".nfd().collect::<String>().as_str(), 10.0));
        assert_eq!(width("ê", 10.0), width("e", 10.0));
    }

    #[test]
    fn text_is_broken_between_words_and_clipped_at_the_end() {
        let text = "Đồn Biên phòng Sín Thầu và Đồn Biên phòng Leng Su Sìn";
        for most in [20.0, 60.0, 120.0, 1000.0] {
            for line in wrapped(text, 12.0, most, 3) {
                assert!(width(&line, 12.0) <= most.max(width("…", 12.0)), "{line}");
            }
            assert!(wrapped(text, 12.0, most, 3).len() <= 3);
        }
        assert_eq!(wrapped(text, 12.0, 1000.0, 3), [text]);
        assert!(wrapped(text, 12.0, 100.0, 2)[1].ends_with('…'));
        assert_eq!(wrapped(" \n", 12.0, 100.0, 2), [""; 0]);
        assert!(clipped(&"x".repeat(100), 12.0, 100.0).chars().count() < 20);
    }
}
