//! Text that is not UTF-8: named, never repaired.

use super::support::{Set, refuses, sound, tells};

const FILE: &str = "villages.csv";

fn utf16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect()
}

/// All that goes with the villages.
fn no_village() -> Set {
    sound()
        .remove(FILE)
        .remove("registrations.csv")
        .remove("keepers.csv")
        .remove("groups.csv")
        .without("commendations.csv", &[2])
}

#[test]
fn a_byte_order_mark_is_accepted_in_every_file() {
    let mut set = sound();
    for content in set.files.values_mut() {
        *content = [b"\xEF\xBB\xBF", content.as_slice()].concat();
    }
    tells(&set, &[], 0, &sound());
}

#[test]
fn utf_16_is_refused_with_and_without_its_mark_and_every_row_counted() {
    let rows = "registration,village,section,from,to,since\r\nR,a,laos,1,2,1/1/2015\r\n\
                \r\nR,ả,laos,2,3,1/1/2015";
    for (mark, bytes) in [
        (&b"\xFF\xFE"[..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (b"\xFE\xFF", u16::to_be_bytes),
        (b"", u16::to_le_bytes),
        (b"", u16::to_be_bytes),
    ] {
        let set = sound().whole("registrations.csv", utf16(rows, mark, bytes));
        let told = [("registrations.csv", 0, "", "", "UTF-16|save it as UTF-8|no row")];
        tells(&set, &told, 2, &sound().remove("registrations.csv"));
        let border = utf16(sound().text("border.geojson"), mark, bytes);
        refuses(&sound().whole("border.geojson", border), &["border.geojson", "UTF-16"]);
    }
}

#[test]
fn a_workbook_is_no_table_and_says_so() {
    for begin in [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"] {
        let content = [begin, b"\0\0\xFF\n\xFE\0"].concat();
        let told = [("registrations.csv", 0, "", "", "workbook|save it as CSV UTF-8|no row")];
        let set = sound().whole("registrations.csv", content);
        tells(&set, &told, 1, &sound().remove("registrations.csv"));
    }
}

#[test]
fn one_row_in_a_legacy_encoding_is_left_out_and_the_encoding_named() {
    let set = sound().line("areas.csv", 6, b"post-317,\xA7\xE5n 317,post,,,,".as_slice());
    let like = sound().without("areas.csv", &[6]).without("jurisdictions.csv", &[5]);
    let report = set.report().unwrap();
    let told = report.problems.iter().find(|p| p.file == "areas.csv").unwrap();
    assert_eq!(told.line, Some(6));
    assert!(told.message.contains("0xA7") && told.message.contains("TCVN3"), "{told:?}");
    assert!(told.message.contains("convert"), "{told:?}");
    assert_eq!(report.rows_left_out, 2, "{:#?}", report.problems);
    assert_eq!(report.line, like.report().unwrap().line);
}

#[test]
fn a_header_in_a_legacy_encoding_is_told() {
    let set = sound().line("works.csv", 1, b"work,t\xAAn,section,at".as_slice());
    let told = [("works.csv", 1, "", "", "0xAA|TCVN3|convert")];
    tells(&set, &told, 0, &sound());
    let set = sound().line(FILE, 1, b"b\xB6n,name".as_slice()).remove("registrations.csv");
    let set = set.remove("keepers.csv").remove("groups.csv").without("commendations.csv", &[2]);
    let told = [(FILE, 1, "", "", "0xB6|TCVN3"), (FILE, 1, "village", "", "missing, so no row")];
    tells(&set, &told, 3, &no_village());
}

#[test]
fn a_border_in_a_legacy_encoding_is_refused() {
    let text = sound().files["border.geojson"].clone();
    let at = text.windows(4).position(|w| w == b"With").unwrap();
    let broken = [&text[..at], b"\xA7\xE5", &text[at..]].concat();
    refuses(&sound().whole("border.geojson", broken), &["border.geojson", "TCVN3", "convert"]);
}

#[test]
#[cfg(not(feature = "xlsx"))]
fn a_workbook_is_told_with_the_feature_that_reads_it() {
    let words = "feature `xlsx`|save each table as CSV UTF-8|no row is used";
    let set = sound().remove("works.csv").without("keepers.csv", &[5]);
    let told = [("works.xlsx", 0, "", "", words)];
    tells(&set.clone().whole("works.xlsx", "PK"), &told, 1, &set);
    let told = [("tables.xlsx", 0, "", "", words)];
    tells(&sound().whole("tables.xlsx", "PK"), &told, 1, &sound());
}

#[test]
fn a_name_whose_letters_were_lost_is_told_and_kept() {
    for name in ["B?n Hua M?y", "B\u{fffd}n Hua", "Nà H?"] {
        let row = format!("ta-ko,{name},102.05,21.98,60,10,sin-thau,post-317");
        let report = sound().line("villages.csv", 2, row).report().unwrap();
        let told = report.problems.iter().find(|p| p.field.as_deref() == Some("name")).unwrap();
        assert_eq!((told.line, told.value.as_deref()), (Some(2), Some(name)));
        assert!(told.message.contains("letters were lost"), "{}", told.message);
        assert_eq!(report.rows_left_out, 0);
    }
    let row = "ta-ko,Tá Khô (?),102.05,21.98,60,10,sin-thau,post-317";
    tells(&sound().line("villages.csv", 2, row), &[], 0, &sound().line("villages.csv", 2, row));
}

#[test]
fn letters_of_a_wrong_code_page_are_told_wherever_a_name_stands() {
    let utf8 = "a file in UTF-8 was opened as Windows-1252|save as CSV UTF-8";
    let tcvn3 = "TCVN3 (ABC) that was read as Windows-1252|convert it to UTF-8";
    for (name, words) in [
        ("Báº£n MÆ°á»\u{9d}ng", utf8),
        ("Báº£n MÆ°á»ng", utf8),
        ("LÃ ng Äá»“n", utf8),
        ("B¶n M\u{ad}êng", tcvn3),
        ("§ån 317", tcvn3),
        ("B?n M??ng", "letters were lost"),
    ] {
        let set = sound().swap(FILE, "Leng Su Sìn", name);
        let told: Vec<_> = set.report().unwrap().problems;
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!(
            (told[0].file.as_str(), told[0].line, told[0].field.as_deref()),
            (FILE, Some(4), Some("name"))
        );
        assert!(words.split('|').all(|word| told[0].message.contains(word)), "{}", told[0].message);
        let areas = sound().text("areas.csv").to_owned();
        let second = areas.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
        let told = sound().whole("areas.csv", areas.replacen(&second, name, 1)).report().unwrap();
        assert_eq!(told.problems.len(), 1, "{:#?}", told.problems);
        assert_eq!((told.problems[0].file.as_str(), told.rows_left_out), ("areas.csv", 0));
    }
}
