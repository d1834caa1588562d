//! Names whose letters were lost or changed between two encodings.

/// What happened to the letters of a name, and the remedy; none where nothing shows.
pub(super) fn what_happened_to_letters(name: &str) -> Option<&'static str> {
    let letters: Vec<char> = name.chars().collect();
    if letters.contains(&char::REPLACEMENT_CHARACTER) || is_beside_letter(&letters, |c| c == '?') {
        Some("letters were lost when the file was saved: write it again and save as CSV UTF-8")
    } else if is_utf8_as_latin(&letters) {
        Some(
            "these are letters of a wrong code page: a file in UTF-8 was opened as Windows-1252 \
             and saved so; write the name again, or open the first file as UTF-8, and save as CSV \
             UTF-8",
        )
    } else if is_tcvn3_as_latin(&letters) {
        Some(
            "these are letters of a wrong code page: probably a text in TCVN3 (ABC) that was read \
             as Windows-1252; convert it to UTF-8 and save as CSV UTF-8",
        )
    } else {
        None
    }
}

fn is_beside_letter(text: &[char], is_mark: impl Fn(char) -> bool) -> bool {
    let letter = |c: char| c.is_alphabetic() && !is_mark(c);
    text.windows(2)
        .any(|pair| is_mark(pair[0]) && letter(pair[1]) || letter(pair[0]) && is_mark(pair[1]))
}

/// Whether the bytes of a letter in UTF-8 stand as so many letters of Windows-1252: `áº£` is ả,
/// `Ã¡` is á. A byte that this code page does not have may be lost: `MÆ°á»ng` lacks one of ờ.
fn is_utf8_as_latin(text: &[char]) -> bool {
    let starts = |from: usize, to: usize| move |c: char| (from..=to).contains(&(c as usize));
    let (of_two, of_three) = (starts(0xC2, 0xDF), starts(0xE1, 0xEF));
    // These close a quotation after any letter.
    let closes = |c: char| matches!(c, '»' | '’' | '”' | '›');
    let two = |pair: &[char]| of_two(pair[0]) && is_continuation(pair[1]) && !closes(pair[1]);
    let three = |three: &[char]| {
        of_three(three[0]) && is_continuation(three[1]) && is_continuation(three[2])
    };
    let vietnamese = |three: &[char]| {
        three[0] == 'á' && matches!(three[1], 'º' | '»') && three[2].is_alphabetic()
    };
    text.windows(2).any(two) || text.windows(3).any(|chars| three(chars) || vietnamese(chars))
}

/// Whether a character is what Windows-1252 makes of a byte from 0x80 to 0xBF.
fn is_continuation(c: char) -> bool {
    const FROM_80: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    matches!(c, '\u{80}'..='\u{BF}') || FROM_80.contains(c)
}

/// Whether signs of Latin-1 stand within a word, where TCVN3 has letters: `B¶n` is Bản, `®iÖn` is
/// điện. Of those that end a word in other languages too, only what letters surround counts.
fn is_tcvn3_as_latin(text: &[char]) -> bool {
    let sign = |c: char| matches!(c, '¨' | '¬' | 'µ' | '¶' | '¸' | '¹' | '\u{AD}');
    let within = |c: char| sign(c) || matches!(c, '©' | 'ª' | '«' | '®' | '»' | '¼' | '½' | '¾');
    let letter = |c: char| c.is_alphabetic() && !within(c);
    let starts = |i: usize| i == 0 || text[i - 1].is_whitespace();
    let follows = |i: usize| text.get(i + 1).is_some_and(|&c| letter(c) || within(c));
    (0..text.len()).any(|i| match text[i] {
        '®' | '§' if starts(i) => follows(i),
        c if sign(c) => i > 0 && letter(text[i - 1]) || follows(i) && !starts(i),
        c if within(c) => i > 0 && letter(text[i - 1]) && follows(i),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a program shows that reads the bytes as Windows-1252, or leaves out what it lacks.
    fn as_latin(text: &str) -> [String; 2] {
        const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
        let shown = |byte: u8| match byte {
            0x80..=0x9F => FROM_80.chars().nth(usize::from(byte) - 0x80).unwrap(),
            other => char::from(other),
        };
        let whole: String = text.bytes().map(shown).collect();
        let lossy = whole.replace(['\u{81}', '\u{8D}', '\u{8F}', '\u{90}', '\u{9D}'], "");
        [whole, lossy]
    }

    #[test]
    fn names_of_a_wrong_code_page_are_recognised() {
        for name in ["Bản Mường", "Điện Biên", "Sín Thầu", "Tá Khô Khừ", "Åby", "São João"]
        {
            assert_eq!(what_happened_to_letters(name), None, "{name}");
            for wrong in as_latin(name) {
                let found = what_happened_to_letters(&wrong).unwrap_or_default();
                assert!(found.contains("UTF-8 was opened as Windows-1252"), "{wrong}: {found}");
            }
        }
        assert!(what_happened_to_letters("Báº£n MÆ°á»ng").is_some());
        for name in ["B¶n M\u{AD}êng", "§iÖn Biªn", "Hµ Néi", "®iÖn biªn", "X· T¹", "SÝn ThÇu ¸"]
        {
            let found = what_happened_to_letters(name);
            let shows = !name.starts_with("SÝn");
            assert_eq!(found.is_some_and(|message| message.contains("TCVN3")), shows, "{name}");
        }
        assert!(what_happened_to_letters("B?n Hua").is_some_and(|m| m.contains("lost")));
    }

    #[test]
    fn sound_names_of_other_languages_are_not_doubted() {
        for name in [
            "Leng Su Sìn",
            "Sant Marcel·lí",
            "«Café»",
            "CAFÉ»",
            "1ª Sección",
            "Mª Luisa",
            "N° 5",
            "Straße 12½",
            "§ 5 (Nord)",
            "Acme®",
            "Müller’s Halt",
            "Łódź – Æbelø",
            "ด่านชายแดน",
            "Đồn biên phòng",
        ] {
            assert_eq!(what_happened_to_letters(name), None, "{name}");
        }
    }
}
