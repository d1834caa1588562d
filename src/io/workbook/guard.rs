//! A look at a workbook before it is parsed: what it unpacks to, and what the parser would take on
//! trust.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

/// The most that a workbook may unpack to, in bytes.
const LIMIT: u64 = 512 << 20;

/// The most memory that the formats of a workbook may cost, in bytes.
const FORMATS: usize = 1 << 30;

/// The message for anything that is not a sound workbook.
pub(super) const DAMAGED: &str = "not a workbook that can be read: open it in the program that \
                                  it comes from and save it again as .xlsx, or as CSV UTF-8";

/// Whether the bytes can be handed to the parser.
///
/// Every part is unpacked once, whatever size it says it has. The parser reserves memory for as
/// many texts as the workbook says it has, and copies a font's name for every format: memory that
/// cannot be had would end the process, so both are bounded by what is really there.
///
/// # Errors
/// Says what the file is instead, or what is too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    check_within(bytes, LIMIT)
}

fn check_within(bytes: &[u8], limit: u64) -> Result<(), String> {
    kind(bytes)?;
    let damaged = |reason: &dyn std::fmt::Display| format!("{DAMAGED} ({reason})");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let mut left = limit;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|e| damaged(&e))?;
        let name = part.name().map_err(|e| damaged(&e))?.to_ascii_lowercase();
        other_format(&name)?;
        // One byte more than is left shows that a part is too large.
        let mut part = part.take(left + 1);
        let size = if ["sharedstrings.xml", "styles.xml"].iter().any(|end| name.ends_with(end)) {
            let mut content = Vec::new();
            part.read_to_end(&mut content).map_err(|e| damaged(&e))?;
            believable(&content)?;
            content.len() as u64
        } else {
            copy(&mut part, &mut sink()).map_err(|e| damaged(&e))?
        };
        left = left.checked_sub(size).ok_or_else(|| {
            format!(
                "the workbook unpacks to more than {} MiB, which is not read: keep the table \
                 alone in it, without formatted empty rows, or save it as CSV UTF-8",
                limit >> 20
            )
        })?;
    }
    Ok(())
}

/// What the first bytes say.
fn kind(bytes: &[u8]) -> Result<(), String> {
    let utf16: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    let fault = if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        if bytes.windows(utf16.len()).any(|window| window == utf16) {
            "the workbook is protected by a password: take it off and save it again"
        } else {
            "an old workbook (.xls) under another name: open it and save it as .xlsx or as CSV UTF-8"
        }
    } else if bytes.is_empty() {
        "the file is empty: write the table into it, or remove it"
    } else if bytes.starts_with(b"PK") {
        return Ok(());
    } else {
        DAMAGED
    };
    Err(fault.to_owned())
}

/// Other kinds of workbook that are archives too.
fn other_format(part: &str) -> Result<(), String> {
    let kind = match part {
        "mimetype" => "an OpenDocument workbook (.ods) under another name",
        "xl/workbook.bin" => "a binary workbook (.xlsb) under another name",
        _ => return Ok(()),
    };
    Err(format!("{kind}: open it and save it as .xlsx or as CSV UTF-8"))
}

/// Whether the memory that a part asks for is in proportion to its size.
fn believable(part: &[u8]) -> Result<(), String> {
    // No such part holds a control character, nor does text in any encoding that would hide a
    // word from this search.
    let control = |&b: &u8| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r');
    let texts = after(part, b"uniqueCount").filter_map(count).all(|n| n <= part.len());
    let formats = [&b"<xf"[..], b":xf"].iter().map(|tag| after(part, tag).count()).sum::<usize>();
    let longest = part.split(|&b| b == b'<').map(<[u8]>::len).max().unwrap_or(0);
    let cost = formats.saturating_mul(longest.saturating_mul(2).saturating_add(1_000));
    if part.iter().any(control) || !texts || formats > 0 && cost > FORMATS {
        Err(DAMAGED.to_owned())
    } else {
        Ok(())
    }
}

/// The text after each occurrence of a word.
fn after<'a>(text: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = text.windows(word.len()).enumerate().filter(move |(_, window)| *window == word);
    places.map(move |(i, _)| &text[i + word.len()..])
}

/// The number given to an attribute; of more digits than any, the greatest.
fn count(after: &[u8]) -> Option<usize> {
    let blank = |b: &&u8| b" \t\r\n='\"".contains(*b);
    let digits: Vec<u8> =
        after.iter().skip_while(blank).take_while(|b| b.is_ascii_digit()).copied().collect();
    let text = std::str::from_utf8(&digits).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused_by_what_it_really_holds() {
        let bomb = archive(&[("a.xml", &[b' '; 100_000]), ("b.xml", &[b' '; 100_000])]);
        assert!(bomb.len() < 2_000);
        assert_eq!(check_within(&bomb, 200_000), Ok(()));
        let error = check_within(&bomb, 199_999).unwrap_err();
        assert!(error.contains("unpacks to more than") && error.contains("CSV"), "{error}");
        // A size that lies does not help: every one in the archive is set to 7.
        let mut lying = bomb.clone();
        let size = 100_000_u32.to_le_bytes();
        for i in 0..lying.len() - 4 {
            if lying[i..i + 4] == size {
                lying[i..i + 4].copy_from_slice(&7_u32.to_le_bytes());
            }
        }
        assert_ne!(lying, bomb);
        assert!(check_within(&lying, 199_999).is_err());
    }

    #[test]
    fn a_number_of_texts_that_cannot_be_is_not_believed() {
        let part = |count: &str| format!("<sst count='1' uniqueCount = \"{count}\"><si/></sst>");
        let check = |text: &str| check(&archive(&[("xl/SharedStrings.xml", text.as_bytes())]));
        assert_eq!(check(&part("1")), Ok(()));
        assert!(check(&part("4000000000")).is_err());
        assert!(check(&part("99999999999999999999999")).is_err());
        let wide: String = part("4000000000").chars().flat_map(|c| [c, '\0']).collect();
        assert!(check(&wide).is_err(), "in UTF-16");
    }

    #[test]
    fn formats_that_would_copy_a_long_name_without_end_are_not_read() {
        let styles = |name: usize, formats: usize| {
            let (name, formats) = ("x".repeat(name), "<xf fontId=\"0\"/>".repeat(formats));
            format!("<styleSheet><name val=\"{name}\"/><cellXfs>{formats}</cellXfs></styleSheet>")
        };
        let check = |text: &str| check(&archive(&[("xl/styles.xml", text.as_bytes())]));
        assert_eq!(check(&styles(31, 65_000)), Ok(()), "as many as a workbook may have");
        assert!(check(&styles(100_000, 65_000)).is_err());
    }
}
