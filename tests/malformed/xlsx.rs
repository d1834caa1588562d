//! Tables in workbooks: what spreadsheets do to them is told by sheet, row and column.

use rust_xlsxwriter::{Format, Formula, IntoExcelData, Workbook, Worksheet};

use super::books::{Edit, archive, as_date, book, day, draw, parts, patched};
use super::support::{Set, refuses, sound, tells};

/// The tables of the sound data set.
const TABLES: [&str; 11] = [
    "areas",
    "commendations",
    "controls",
    "groups",
    "jurisdictions",
    "keepers",
    "markers",
    "registrations",
    "surveys",
    "villages",
    "works",
];

const TEXT: &str = "as text and write it again";

impl Set {
    /// With a table as a workbook of its own; `edit` changes what is drawn.
    fn booked(self, table: &str, edit: Edit<'_>) -> Self {
        self.lowered(table, 0, edit)
    }

    /// The same, its header on row `top` counted from 0.
    fn lowered(self, table: &str, top: u32, edit: Edit<'_>) -> Self {
        let csv = self.files[&format!("{table}.csv")].clone();
        let drawn = book(&[("Sheet1", &|sheet| {
            draw(sheet, &csv, top);
            edit(sheet);
        })]);
        self.with_book(table, drawn)
    }

    /// With a workbook in the place of a table's CSV file.
    fn with_book(self, table: &str, book: impl AsRef<[u8]>) -> Self {
        self.remove(&format!("{table}.csv")).whole(&format!("{table}.xlsx"), book)
    }

    /// With all tables in one workbook, its sheets called by `name`.
    fn in_one(&self, name: impl Fn(&str) -> String) -> Self {
        let mut book = Workbook::new();
        let mut set = self.clone();
        for table in TABLES {
            let file = format!("{table}.csv");
            draw(book.add_worksheet().set_name(name(table)).unwrap(), &self.files[&file], 0);
            set = set.remove(&file);
        }
        set.whole("tables.xlsx", book.save_to_buffer().unwrap())
    }
}

fn put(sheet: &mut Worksheet, r: u32, c: u16, value: impl IntoExcelData) {
    sheet.write(r, c, value).unwrap();
}

fn untouched(_: &mut Worksheet) {}

/// Asserts what is told of a table in a workbook, as [`tells`] does.
#[track_caller]
fn told(
    table: &str,
    edit: Edit<'_>,
    told: &[(usize, &str, &str, &str)],
    left_out: usize,
    like: &Set,
) {
    let file = format!("{table}.xlsx");
    let told: Vec<_> = told.iter().map(|&(l, f, v, w)| (file.as_str(), l, f, v, w)).collect();
    tells(&sound().booked(table, edit), &told, left_out, like);
}

#[test]
fn tables_in_workbooks_are_as_good_as_csv() {
    let each = TABLES.iter().fold(sound(), |set, table| set.booked(table, &untouched));
    tells(&each, &[], 0, &sound());
    tells(&sound().in_one(str::to_owned), &[], 0, &sound());
    tells(&sound().in_one(|table| format!("{table}.csv")), &[], 0, &sound());
    tells(&sound().in_one(str::to_uppercase), &[], 0, &sound());
    tells(&each.whole("~$markers.xlsx", "held by a program"), &[], 0, &sound());
}

#[test]
fn a_table_that_stands_in_two_places_is_read_in_the_first_and_both_are_named() {
    let markers = sound().files["markers.csv"].clone();
    let own = book(&[("Sheet1", &|sheet| draw(sheet, &markers, 0))]);
    let set = sound().whole("markers.xlsx", &own);
    let words = "markers.csv is there too|read instead|keep one";
    tells(&set, &[("markers.xlsx", 0, "", "", words)], 0, &sound());
    let one = sound().in_one(str::to_owned);
    let set = one.clone().whole("markers.xlsx", own);
    let words = "markers.xlsx is there too|read instead|keep one";
    tells(&set, &[("tables.xlsx, sheet markers", 0, "", "", words)], 0, &sound());
    let set = one.whole("markers.csv", &markers).whole("markers.xlsx", "no workbook");
    let words = "markers.csv is there too|keep one";
    let places = ["markers.xlsx", "tables.xlsx, sheet markers"];
    tells(&set, &places.map(|place| (place, 0, "", "", words)), 0, &sound());
    let villages = sound().files["works.csv"].clone();
    let both: Edit<'_> = &|sheet| draw(sheet, &villages, 0);
    let set = sound()
        .remove("works.csv")
        .whole("tables.xlsx", book(&[("works.csv", both), ("works", both)]));
    let words = "tables.xlsx, sheet works is there too|keep one";
    tells(&set, &[("tables.xlsx, sheet works.csv", 0, "", "", words)], 0, &sound());
}

#[test]
fn a_sheet_that_is_no_table_is_told_unless_it_is_empty() {
    let markers = sound().files["markers.csv"].clone();
    let table: Edit<'_> = &|sheet| draw(sheet, &markers, 0);
    let note: Edit<'_> = &|sheet| put(sheet, 0, 0, "note");
    let set = sound().remove("markers.csv");
    let in_one = book(&[("Sheet1", &untouched), ("marker", note), ("markers", table)]);
    let told = [("tables.xlsx", 0, "", "", "`marker`|like no table|not read|markers, controls")];
    tells(&set.clone().whole("tables.xlsx", in_one), &told, 0, &sound());
    let own = |sheets: &[(&str, Edit<'_>)]| set.clone().whole("markers.xlsx", book(sheets));
    let two = own(&[("note", note), ("Markers", table)]);
    tells(&two, &[("markers.xlsx", 0, "", "", "`note`|not read|remove")], 0, &sound());
    let one = own(&[("Sheet1", &untouched), ("Sheet2", table), ("Sheet3", &untouched)]);
    tells(&one, &[], 0, &sound());
    let none = own(&[("a", note), ("b", table)]).report().unwrap();
    assert_eq!(none.rows_left_out, 13, "the table, and all rows that need a marker");
    let problem = none.problems.iter().find(|p| p.file == "markers.xlsx").unwrap();
    assert!(problem.message.contains("2 sheets hold something and none is called markers"));
    let empty = own(&[("a", &untouched), ("b", &untouched)]).report().unwrap();
    assert!(empty.problems.iter().any(|p| p.message.contains("the file is empty")));
}

#[test]
fn several_sheets_name_theirs_in_problems() {
    let markers = sound().plus("markers.csv", "laos,17(,102.03,22.0,").files["markers.csv"].clone();
    let table: Edit<'_> = &|sheet| draw(sheet, &markers, 0);
    let set = sound().remove("markers.csv");
    let words = "not a marker label";
    let one = set.clone().whole("tables.xlsx", book(&[("markers", table)]));
    tells(&one, &[("tables.xlsx, sheet markers", 11, "marker", "17(", words)], 1, &sound());
    let own = set.whole("markers.xlsx", book(&[("markers", table), ("Sheet2", &untouched)]));
    tells(&own, &[("markers.xlsx, sheet markers", 11, "marker", "17(", words)], 1, &sound());
}

#[test]
fn a_label_that_became_a_date_is_told_with_what_it_was() {
    let date = |r: u32, c: u16, text: &'static str| {
        move |sheet: &mut Worksheet| {
            sheet.write_datetime_with_format(r, c, day(text), &as_date()).unwrap();
        }
    };
    let words = format!("cell B10: a date|of 11/1 or 1/11|{TEXT}");
    let like = sound().without("markers.csv", &[10]);
    let like = like.without("works.csv", &[3]);
    let set = sound().without("works.csv", &[3]).booked("markers", &date(9, 1, "2025-01-11"));
    tells(&set, &[("markers.xlsx", 10, "marker", "2025-01-11", &words)], 1, &like);
    // In an address, an id, an alias.
    let words = format!("cell D5: a date|of 2/5 or 5/2|{TEXT}");
    let like = sound().without("registrations.csv", &[5]);
    told(
        "registrations",
        &date(4, 3, "2017-05-02"),
        &[(5, "from", "2017-05-02", &words)],
        1,
        &like,
    );
    let words = format!("cell A3: a date|of 1/3, 3/1 or 3/17|{TEXT}");
    let like = sound().without("groups.csv", &[3]);
    told("groups", &date(2, 0, "2017-03-01"), &[(3, "group", "2017-03-01", &words)], 1, &like);
    let words = "cell E3: a date|kept without it";
    told("markers", &date(2, 4, "2017-03-01"), &[(3, "alias", "2017-03-01", words)], 0, &sound());
    // And a number.
    let words = "cell F2: a date stands in a column of numbers|5.2 or 5/2|kept without it";
    let like = sound().swap("villages.csv", "60,10,", "60,,");
    told(
        "villages",
        &date(1, 5, "2017-02-05"),
        &[(2, "capacity_km", "2017-02-05", words)],
        0,
        &like,
    );
}

#[test]
fn a_label_that_became_a_number_is_told_unless_it_is_the_same() {
    let number = |number: f64| move |sheet: &mut Worksheet| put(sheet, 9, 1, number);
    let set = |n: f64| sound().without("works.csv", &[3]).booked("markers", &number(n));
    let like = sound().without("markers.csv", &[10]).without("works.csv", &[3]);
    tells(&set(18.0), &[], 0, &sound().without("works.csv", &[3]));
    for (number, value, words) in [
        (-2.0, "-2", "cell B10: a negative number|of (2)"),
        (259.5, "259.5", "cell B10: a number with decimals|km 37.215"),
        (1234567890123456.0, "1234567890123456", "cell B10: a number of more than 15 digits"),
    ] {
        let words = format!("{words}|{TEXT}");
        tells(&set(number), &[("markers.xlsx", 10, "marker", value, &words)], 1, &like);
    }
}

#[test]
fn days_are_days_and_what_only_looks_like_one_is_told() {
    const NUMBER: &str = "yyyy-mm-dd";
    let serial = |number: f64, format: &'static str| {
        move |sheet: &mut Worksheet| {
            let format = Format::new().set_num_format(format);
            sheet.write_number_with_format(2, 5, number, &format).unwrap();
        }
    };
    // 1 March 2016, and half past noon of it.
    told("registrations", &serial(42_430.0, NUMBER), &[], 0, &sound());
    told("registrations", &serial(42_430.52, "d/m/yyyy h:mm"), &[], 0, &sound());
    let like = sound().without("registrations.csv", &[3]);
    for (number, format, value, words) in [
        (42_430.0, "0", "42430", "cell F3: a plain number|format the cell as a date"),
        (2016.0, "General", "2016", "cell F3: a plain number|format the cell as a date"),
        (60.0, NUMBER, "1900-02-29", "cell F3: a time stands here, or a day that there is not"),
        (0.5, "h:mm", "0.5", "cell F3: a time stands here|write the day"),
        (42_430.0, "[h]:mm", "42430", "cell F3: a time stands here|write the day"),
        (-3.0, NUMBER, "-3", "cell F3: a time stands here|write the day"),
        (3e6, NUMBER, "3000000", "cell F3: a time stands here|write the day"),
    ] {
        told("registrations", &serial(number, format), &[(3, "since", value, words)], 1, &like);
    }
    // Written as text, a day follows the rules of CSV.
    let text = |text: &'static str| move |sheet: &mut Worksheet| put(sheet, 2, 5, text);
    told("registrations", &text("1.3.2016"), &[], 0, &sound());
    let report = sound().booked("registrations", &text("29/2/2015")).report().unwrap();
    assert_eq!((report.rows_left_out, report.problems[0].line), (1, Some(3)));
}

#[test]
fn days_counted_from_1904_are_the_same_days() {
    let csv = sound().files["registrations.csv"].clone();
    let shifted = book(&[("Sheet1", &|sheet| {
        draw(sheet, &csv, 0);
        for (r, text) in [(1, "09/01/2015"), (2, "2016-03-01"), (3, "2016-05-10")] {
            let serial = day(text).to_excel() - 1_462.0;
            sheet.write_number_with_format(r, 5, serial, &as_date()).unwrap();
        }
        for r in [4, 5] {
            let serial = day("2016-06-01").to_excel() - 1_462.0;
            sheet.write_number_with_format(r, 5, serial, &as_date()).unwrap();
        }
    })]);
    let from_1904 = patched(&shifted, "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    tells(&sound().with_book("registrations", from_1904), &[], 0, &sound());
    let as_text = patched(&shifted, "xl/worksheets/sheet1.xml", |xml| {
        let serial = day("2016-03-01").to_excel() - 1_462.0;
        let (before, after) = xml.split_once(&format!("<v>{serial}</v>")).unwrap();
        let (before, cell) = before.rsplit_once("<c ").unwrap();
        format!("{before}<c t=\"d\" {cell}<v>2016-03-01T00:00:00</v>{after}")
    });
    let set = sound().with_book("registrations", as_text).report().unwrap();
    assert!(!set.problems.iter().any(|p| p.line == Some(3) && p.file == "registrations.xlsx"));
}

#[test]
fn numbers_are_numbers_whatever_mark_the_data_set_declares() {
    let comma = |file: &str, pairs: &[(&str, &str)]| {
        pairs.iter().fold(sound().text(file).to_owned(), |text, (old, new)| text.replace(old, new))
    };
    let registrations = comma(
        "registrations.csv",
        &[
            ("4-0.2 km", "\"4-0,2 km\""),
            ("km 1.5", "\"km 1,5\""),
            ("102.01 22.0001", "102,01 22,0001"),
        ],
    );
    let registrations = registrations.replace("@ 102,01 22,0001", "\"@ 102,01 22,0001\"");
    let set = TABLES
        .iter()
        .fold(sound().whole("registrations.csv", registrations), |set, table| {
            set.booked(table, &untouched)
        })
        .swap("dataset.toml", "survey =", "numbers = \"comma\"\nsurvey =");
    tells(&set, &[], 0, &sound());
    // A text is read as in CSV: by the declared mark alone.
    let text = |text: &'static str| move |sheet: &mut Worksheet| put(sheet, 1, 5, text);
    let villages = |set: Set, written| set.booked("villages", &text(written));
    tells(&villages(sound(), "10.0"), &[], 0, &sound());
    let words = "numbers = \"comma\"|kept without it";
    let like = sound().swap("villages.csv", "60,10,", "60,,");
    let told = [("villages.xlsx", 2, "capacity_km", "10,0", words)];
    tells(&villages(sound(), "10,0"), &told, 0, &like);
    let half = |sheet: &mut Worksheet| put(sheet, 1, 4, 60.5);
    let words = "not a whole number|kept without it";
    let like = sound().swap("villages.csv", "21.98,60,", "21.98,,");
    self::told("villages", &half, &[(2, "households", "60.5", words)], 0, &like);
}

#[test]
fn formulas_give_their_results_and_those_without_are_told() {
    let formula = |result: &'static str| {
        move |sheet: &mut Worksheet| {
            sheet.write_formula(3, 4, Formula::new("=5+1").set_result(result)).unwrap();
        }
    };
    told(
        "keepers",
        &|sheet| {
            sheet.write_formula(3, 3, Formula::new("=5+1").set_result("6")).unwrap();
        },
        &[],
        0,
        &sound(),
    );
    let like = sound().without("keepers.csv", &[4]);
    let words = "cell E4: a formula stands here that has no result|correct it";
    told("keepers", &formula("#REF!"), &[(4, "section", "#REF!", words)], 1, &like);
    let set = sound().booked("keepers", &formula("china"));
    tells(&set, &[], 0, &sound());
    let whole = set.files["keepers.xlsx"].clone();
    let bare = patched(&whole, "xl/worksheets/sheet1.xml", |xml| xml.replace("<v>china</v>", ""));
    let words = "cell E4: a formula stands here without its result|open the workbook|paste";
    let told = [("keepers.xlsx", 4, "section", "", words)];
    tells(&sound().with_book("keepers", bare), &told, 1, &like);
    let words = "cell E4: a logical value|as text";
    let logical = |sheet: &mut Worksheet| put(sheet, 3, 4, true);
    self::told("keepers", &logical, &[(4, "section", "TRUE", words)], 1, &like);
}

#[test]
fn a_title_above_the_header_is_told_and_passed_over() {
    let title = |sheet: &mut Worksheet| {
        let bold = Format::new().set_bold();
        sheet.merge_range(0, 0, 0, 4, "DANH SÁCH CỘT MỐC", &bold).unwrap();
        sheet.write(1, 0, "Tính đến 25/4/2017").unwrap();
    };
    let set = sound().lowered("markers", 3, &title);
    let words = "the rows 1 to 2 stand above the header, which is row 4|not read";
    tells(&set, &[("markers.xlsx", 1, "", "", words)], 0, &sound());
    let set = sound().lowered("markers", 1, &|sheet| put(sheet, 0, 2, "a"));
    let words = "row 1 stands above the header, which is row 2|not read";
    tells(&set, &[("markers.xlsx", 1, "", "", words)], 0, &sound());
    // Too far down.
    let far = |sheet: &mut Worksheet| {
        (0..10).for_each(|r| put(sheet, r, 0, "note"));
    };
    let report = sound().lowered("commendations", 10, &far).report().unwrap();
    assert_eq!((report.rows_left_out, report.commendations.persons), (12, 0));
    let missing = report.problems.iter().filter(|p| p.message.contains("first 10 rows"));
    assert_eq!(missing.count(), 3, "{:#?}", report.problems);
}

#[test]
fn a_header_merged_downwards_names_its_columns_and_one_merged_across_does_not() {
    let format = Format::new();
    let two_rows = |sheet: &mut Worksheet| {
        for (c, name) in [(0, "area"), (1, "section")] {
            sheet.merge_range(0, c, 1, c, name, &format).unwrap();
        }
        sheet.merge_range(0, 2, 0, 3, "stretch", &format).unwrap();
    };
    let set = sound().lowered("jurisdictions", 1, &two_rows);
    let words = "row 1 stands above the header, which is row 2";
    tells(&set, &[("jurisdictions.xlsx", 1, "", "", words)], 0, &sound());
    let across = |sheet: &mut Worksheet| {
        sheet.merge_range(0, 2, 0, 3, "from", &format).unwrap();
    };
    let words = "missing, so no row|cells C1:D1 are merged|unmerge";
    let like = sound().remove("jurisdictions.csv");
    told("jurisdictions", &across, &[(1, "to", "", words)], 4, &like);
}

#[test]
fn cells_merged_over_rows_are_not_filled_down() {
    let format = Format::new();
    let villages = |sheet: &mut Worksheet| {
        sheet.merge_range(1, 1, 3, 1, "ta-ko", &format).unwrap();
    };
    let words = "blank, because the cells B2:B4 are merged|unmerge|fill the value down";
    let like = sound().without("registrations.csv", &[3, 4]);
    let lines = [3, 4].map(|line| (line, "village", "", words));
    told("registrations", &villages, &lines, 2, &like);
    // A column that may be blank would be taken for blank.
    let state = |sheet: &mut Worksheet| {
        sheet.merge_range(1, 7, 2, 7, "recognised", &format).unwrap();
    };
    let words = "blank, because the cells H2:H3 are merged|unmerge";
    let like = sound().without("registrations.csv", &[3]);
    told("registrations", &state, &[(3, "state", "", words)], 1, &like);
    // Nor is a stretch a length without a place because its ends are merged into another's.
    let ends = |sheet: &mut Worksheet| {
        sheet.write(0, 9, "length_km").unwrap().write(3, 9, 1.5).unwrap();
        sheet.write(4, 9, 2.5).unwrap();
        sheet.merge_range(2, 3, 3, 3, "2+500 m", &format).unwrap();
        sheet.merge_range(2, 4, 3, 4, "4-0.2 km", &format).unwrap();
        for c in [2, 3, 4] {
            sheet.write_blank(4, c, &format).unwrap();
        }
    };
    let words = "blank, because the cells|unmerge";
    let pledged = "registration,village,section,from,to,since,until,state,survey,length_km\n\
                   R4,leng,,,,2016-06-01,,,,2.5\n";
    let others = sound().without("registrations.csv", &[1, 4, 5]);
    let rows = others.text("registrations.csv").replace('\n', ",\n");
    let like = others.whole("registrations.csv", format!("{pledged}{rows}"));
    let lines = ["from", "to"].map(|field| (4, field, "", words));
    told("registrations", &ends, &lines, 1, &like);
    // A record of two rows is one.
    let tall = |sheet: &mut Worksheet| {
        for (c, text) in [(0, "G-2"), (1, "leng")] {
            sheet.merge_range(2, c, 3, c, text, &format).unwrap();
        }
    };
    told("groups", &tall, &[], 0, &sound());
}

#[test]
fn headings_notes_totals_and_a_second_header_are_left_out_with_one_problem_each() {
    let format = Format::new();
    let rows = |sheet: &mut Worksheet| {
        sheet.merge_range(4, 0, 4, 3, "Huyện Mường Nhé", &format).unwrap();
        for (c, name) in ["date", "by", "kind", "village"].into_iter().enumerate() {
            sheet.write(5, c as u16, name).unwrap();
        }
        sheet.write(6, 1, "Tổng cộng:").unwrap().write(6, 2, 2).unwrap();
        sheet.write(9, 2, "Nguyễn Văn Bí Mật").unwrap();
        sheet.write(12, 7, "Nguyễn Văn Bí Mật").unwrap().write(13, 8, 1).unwrap();
    };
    let told = [
        (5, "", "", "most are blank|heading|left out"),
        (6, "", "", "the header stands here once more|remove it"),
        (7, "", "", "row of totals|remove it"),
        (10, "", "", "most are blank|signature"),
        (13, "", "", "cell H13 and 1 more cells stand under no column's name, not read"),
    ];
    self::told("commendations", &rows, &told, 4, &sound());
    let report = sound().booked("commendations", &rows).report().unwrap();
    assert!(!format!("{:?}", report.problems).contains("Bí Mật"));
}

#[test]
fn hidden_and_filtered_rows_columns_and_sheets_count_like_others() {
    let hidden = |sheet: &mut Worksheet| {
        sheet.set_row_hidden(2).unwrap().set_column_hidden(3).unwrap();
        sheet.autofilter(0, 0, 5, 8).unwrap();
    };
    told("registrations", &hidden, &[], 0, &sound());
    let set = sound().in_one(str::to_owned);
    let book = patched(&set.files["tables.xlsx"], "xl/workbook.xml", |xml| {
        xml.replace("name=\"works\" ", "name=\"works\" state=\"veryHidden\" ")
    });
    tells(&set.whole("tables.xlsx", book), &[], 0, &sound());
}

#[test]
fn texts_are_taken_as_they_stand() {
    let quoted = Format::new().set_quote_prefix();
    let edit = |sheet: &mut Worksheet| {
        sheet.write_with_format(2, 1, "2/1", &quoted).unwrap();
        sheet.write(3, 1, "\u{a0} 3 \n").unwrap();
        let (plain, bold) = (Format::new(), Format::new().set_bold());
        sheet.write_rich_string(9, 1, &[(&plain, "1"), (&bold, "8")]).unwrap();
        sheet.write(0, 4, " alia\u{73} ").unwrap();
    };
    let like = sound().line("markers.csv", 3, "laos,2/1,102.06,22.0,");
    let set = |set: Set| {
        set.swap("registrations.csv", "2+500 m", "2/1+500 m").swap(
            "works.csv",
            "2+100 m",
            "2/1+100 m",
        )
    };
    tells(&set(sound().booked("markers", &edit)), &[], 0, &set(like));
    let name = |sheet: &mut Worksheet| put(sheet, 1, 1, "=HYPERLINK(1)");
    let like = sound().swap("villages.csv", "Tá Khô Khừ", "=HYPERLINK(1)");
    told("villages", &name, &[], 0, &like);
    let long = |sheet: &mut Worksheet| put(sheet, 1, 1, "x".repeat(20_000));
    let report = sound().booked("villages", &long).report().unwrap();
    let problem = &report.problems[0];
    assert!(problem.message.contains("cell B2: a cell of 20000 bytes: at most"), "{problem:?}");
}

#[test]
fn a_missing_column_and_an_unknown_one_are_told_as_in_csv() {
    let rename = |sheet: &mut Worksheet| put(sheet, 0, 5, "sinc");
    let words = "missing, so no row|one of the first 10 rows must name it";
    let told = [(1, "since", "", words), (1, "sinc", "", "unknown column|spelling")];
    self::told("registrations", &rename, &told, 5, &sound().remove("registrations.csv"));
    let twice = |sheet: &mut Worksheet| put(sheet, 0, 6, "since");
    self::told("registrations", &twice, &[(1, "since", "", "stands twice|first one")], 0, &sound());
    let none = sound().remove("registrations.csv");
    let empty = none.clone().whole("registrations.xlsx", book(&[("Sheet1", &untouched)]));
    let words = "empty|write a header row";
    tells(&empty, &[("registrations.xlsx", 0, "", "", words)], 0, &none);
}

#[test]
fn a_household_s_name_appears_in_no_message() {
    const NAME: &str = "Nguyễn Văn Bí Mật 11 1";
    let edit = |sheet: &mut Worksheet| {
        sheet.write(0, 10, NAME).unwrap().write(0, 11, "name").unwrap();
        sheet.write_datetime_with_format(1, 0, day("2111-11-07"), &as_date()).unwrap();
        sheet.write_number(2, 0, -8_765.0).unwrap();
        sheet.write(3, 0, NAME).unwrap().write(3, 3, NAME.len() as f64 + 0.5).unwrap();
        sheet.write(8, 3, NAME).unwrap().write(9, 15, NAME).unwrap();
    };
    for top in [0, 2] {
        let set = sound().lowered("keepers", top, &|sheet| {
            edit(sheet);
            if top > 0 {
                sheet.write(1, 6, NAME).unwrap(); // a title
            }
        });
        let report = set.report().unwrap();
        assert!(report.rows_left_out > 0);
        let told: Vec<_> =
            report.problems.iter().filter(|p| p.field.as_deref() != Some(NAME)).collect();
        let told = format!("{told:?}");
        let hidden = ["2111", "7/11", "8765"].iter().all(|text| !told.contains(text));
        assert!(hidden && !told.contains("Bí Mật"), "{told}");
    }
}

#[test]
fn a_sheet_of_formats_alone_costs_nothing() {
    let grey = Format::new().set_background_color("#CCCCCC");
    let formats = |sheet: &mut Worksheet| {
        for r in 6..200_000 {
            sheet.write_blank(r, 3, &grey).unwrap();
        }
        sheet.write_blank(1_048_575, 16_383, &grey).unwrap();
    };
    told("registrations", &formats, &[], 0, &sound());
}

#[test]
fn what_is_no_workbook_says_what_it_is() {
    let utf16: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let csv = sound().files["works.csv"].clone();
    let good = book(&[("Sheet1", &|sheet| draw(sheet, &csv, 0))]);
    let part = |name: &str| archive(&[(name.to_owned(), b"x".to_vec())]);
    let cut = good[..good.len() / 2].to_vec();
    let like = sound().remove("works.csv").without("keepers.csv", &[5]);
    for (bytes, words) in [
        ([&old[..], &utf16].concat(), "protected by a password|take it off"),
        (old, "an old workbook (.xls)|save it as .xlsx"),
        (csv.clone(), "not a workbook that can be read|save it again as .xlsx"),
        (Vec::new(), "the file is empty"),
        (part("mimetype"), "OpenDocument|save it as .xlsx"),
        (part("xl/workbook.bin"), "binary workbook|save it as .xlsx"),
        (part("word/document.xml"), "not a workbook that can be read"),
        (cut, "not a workbook that can be read"),
    ] {
        let report = sound().with_book("works", &bytes).report().unwrap();
        let problem = report.problems.iter().find(|p| p.file == "works.xlsx").unwrap();
        assert!(words.split('|').all(|w| problem.message.contains(w)), "{words}: {problem:?}");
        assert!(problem.message.ends_with("no row is used"), "{problem:?}");
        assert_eq!((report.rows_left_out, report.works.total), (2, 0), "{words}");
        assert_eq!(report.line, like.report().unwrap().line);
    }
    let damaged = sound().whole("tables.xlsx", b"PK\x03\x04");
    let words = "not a workbook that can be read|no row is used";
    tells(&damaged, &[("tables.xlsx", 0, "", "", words)], 1, &sound());
    let other = sound().whole("markers.ods", "x").whole("Markers.xlsx", "x").whole("a.xlsm", "x");
    let words = "not a file of a data set|may be .xlsx instead of .csv|tables.xlsx";
    let names = ["markers.ods", "Markers.xlsx", "a.xlsm"];
    tells(&other, &names.map(|name| (name, 0, "", "", words)), 0, &sound());
    refuses(&sound().with_book("surveys", ""), &["surveys.xlsx: the file is empty"]);
}

#[test]
fn a_cell_that_the_sheet_cannot_have_costs_the_table_and_says_where() {
    let csv = sound().files["works.csv"].clone();
    let good = book(&[("Sheet1", &|sheet| draw(sheet, &csv, 0))]);
    let sheet = |old: &'static str, new: &'static str| {
        patched(&good, "xl/worksheets/sheet1.xml", |xml| xml.replacen(old, new, 1))
    };
    let count = patched(&good, "xl/sharedStrings.xml", |xml| {
        xml.replace("uniqueCount=\"", "uniqueCount=\"99999999")
    });
    for (bytes, words) in [
        (sheet("r=\"B2\"", "r=\"A2\""), "cell A2 stands twice"),
        (sheet("r=\"B2\"", "r=\"B99999999\""), "after cell A2"),
        (sheet("r=\"B2\"", "r=\"ZZZZ2\""), "after cell A2"),
        (sheet("r=\"B2\"", "r=\"ZZZZZZZZZ2\""), "not a workbook"),
        (sheet("<v>5</v>", "<v>5000</v>"), "after cell A2"),
        (sheet("<v>5</v>", "<w>5</w>"), "after cell A2"),
        (sheet("</sheetData>", ""), "cannot be read"),
        (count, "not a workbook"),
    ] {
        let report = sound().with_book("works", &bytes).report().unwrap();
        let problem = report.problems.iter().find(|p| p.file == "works.xlsx").unwrap();
        assert!(problem.message.contains(words), "{words}: {problem:?}");
        assert_eq!((report.rows_left_out, report.works.total), (2, 0), "{words}");
    }
    assert!(parts(&good).len() > 5);
}

#[test]
fn a_village_called_like_a_formula_is_written_as_text() {
    const NAME: &str = "=HYPERLINK(1)";
    let villages = |sheet: &mut Worksheet| put(sheet, 1, 1, NAME);
    let report = sound().booked("villages", &villages).report().unwrap();
    let out = tempfile::tempdir().unwrap();
    report.write(out.path()).unwrap();
    let bytes = std::fs::read(out.path().join("report.xlsx")).unwrap();
    let sheets = parts(&bytes).into_iter().filter(|(name, _)| name.contains("worksheets/"));
    for (name, xml) in sheets {
        assert!(!String::from_utf8(xml).unwrap().contains("<f"), "a formula in {name}");
    }
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes)).unwrap();
    let pages = calamine::Reader::worksheets(&mut book);
    let cells = pages.iter().flat_map(|(_, page)| page.cells());
    let text = calamine::Data::String(NAME.to_owned());
    assert_eq!(cells.filter(|(_, _, cell)| **cell == text).count(), 1);
}

/// A registration of `laos` from 5 to 6 in row 7 of the sheet, whose first day is written so.
fn since(write: &dyn Fn(&mut Worksheet)) -> Set {
    let row = sound().plus("registrations.csv", "R6,leng,laos,5,6,2016-12-20,,,");
    row.booked("registrations", &|sheet| write(sheet))
}

#[test]
fn a_hair_before_midnight_is_the_next_day() {
    // Day 42719 is 15 December 2016.
    let serial = |serial: f64| {
        since(&|sheet| {
            sheet.write_number_with_format(6, 5, serial, &as_date()).unwrap();
        })
    };
    for (number, day) in [
        (42_719.0, "2016-12-15"),
        (42_719.5, "2016-12-15"),
        (42_718.999_999_999_8, "2016-12-15"),
        (42_718.999_99, "2016-12-14"),
    ] {
        let data = serial(number).read().unwrap();
        let row = data.registry().registrations().last().unwrap();
        assert_eq!((row.since.to_string().as_str(), row.id.as_str()), (day, "R6"), "{number}");
    }
}

#[test]
fn a_column_of_which_half_is_text_is_doubted_as_a_whole() {
    for text in ["25/12/2016", "13.1.2016", "12/25/2016", "25/12/16"] {
        let set = since(&|sheet| {
            sheet.write_string(6, 5, text).unwrap();
        });
        let report = set.report().unwrap();
        let told: Vec<_> =
            report.problems.iter().filter(|p| p.message.contains("may be exchanged")).collect();
        assert_eq!(told.len(), 1, "{text}: {:#?}", report.problems);
        assert_eq!(
            told[0].to_string(),
            format!(
                "registrations.xlsx:2 since `2015-01-09`: day and month may be exchanged in 5 days \
                 of this column: no date in it is after the 12th of a month, and the rest is text, \
                 as in `{text}` of row 7; check the whole column, and write days as 2017-04-25; \
                 they are used as read"
            )
        );
    }
    let sound = since(&|sheet| {
        sheet.write_string(6, 5, "25/12/2016").unwrap();
        sheet.write_datetime_with_format(5, 5, day("2016-06-13"), &as_date()).unwrap();
    });
    assert_eq!(sound.report().unwrap().problems, []);
}
