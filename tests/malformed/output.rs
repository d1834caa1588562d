//! What goes out: no name of a household, no formula, and no half of a file.

use super::support::{cells, sound, tells};
use border_coverage::io::ReadError;
use border_coverage::{DataSet, Lang, Report};

const NAME: &str = "Nguyễn Văn Bí Mật";

#[test]
fn a_household_s_name_appears_in_no_message() {
    const FILE: &str = "keepers.csv";
    let header = "keeper,kind,village,people,section,marker,work,since,until,state,name";
    let rows = [
        format!("H1,household,ta-ko,5,laos,1,,2015-06-01,,,{NAME}"),
        format!("{NAME},household,ta-ko,x,laos,99,,29/29,,gone,{NAME}"),
        format!("{NAME},person,nowhere,2,laos,1,,2015-06-01,,,{NAME}"),
        format!("{NAME},person,,,laos,1,,2015-06-01,,,"),
        format!("{NAME},household,,,laos,2,,2015-06-01,,,"),
        format!("{NAME},person,,,laos"),
        format!("{NAME},{NAME} \u{7},,,laos,\"{NAME}"),
    ];
    for header in [format!("{header}\n"), String::new(), format!("{NAME},{NAME},{NAME}\n")] {
        let set = sound().whole(FILE, format!("{header}{}\n", rows.join("\n")));
        let report = set.report().unwrap();
        assert!(report.rows_left_out > 0);
        let json = serde_json::to_string(&report).unwrap();
        assert!(!json.contains("Bí Mật"), "{:#?}", report.problems);
        assert!(!report.to_text(Lang::English).contains("Bí Mật"));
    }
}

#[test]
fn names_and_ids_that_are_formulas_leave_harmless() {
    let formulas = ["=1+1", "+84", "-2+3", "@SUM(A1)"];
    // The first is the nearest.
    let village = |f: &str| {
        let lat = if f == "=1+1" { 21.99 } else { 21.98 };
        format!("{f},{f},102.05,{lat},60,,sin-thau,\n")
    };
    let header = "village,name,lon,lat,households,capacity_km,commune,post\n";
    let villages: String = formulas.map(village).concat();
    let set = sound()
        .whole("villages.csv", format!("{header}{villages}"))
        .whole(
            "registrations.csv",
            "registration,village,section,from,to,since\n=R,=nobody,laos,1,2,1/1/2016\n",
        )
        .remove("keepers.csv")
        .remove("groups.csv")
        .remove("commendations.csv")
        .whole("=cmd.csv", "a\n");
    let report = set.report().unwrap();
    let out = tempfile::tempdir().unwrap();
    report.write(out.path()).unwrap();
    for file in ["gaps.csv", "problems.csv"] {
        let rows = cells(&out.path().join(file));
        assert!(rows.iter().flatten().any(|cell| cell.starts_with("'=")), "{file}: {rows:?}");
        let runs = |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert_eq!(rows.iter().flatten().find(runs), None, "{file}");
    }
}

#[test]
fn where_the_folder_or_its_border_is_missing_the_error_says_what_to_give() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: &std::path::Path| DataSet::read(path).unwrap_err().to_string();
    let nowhere = error(&folder.path().join("nowhere"));
    assert!(nowhere.contains("nowhere: no such folder; give the folder"), "{nowhere}");
    assert!(error(folder.path()).contains("border.geojson is missing"));
    std::fs::write(folder.path().join("file"), "x").unwrap();
    assert!(error(&folder.path().join("file")).contains("give the folder"));
}

#[test]
fn a_file_that_the_system_cannot_read_is_named() {
    let folder = sound().remove("areas.csv").folder();
    std::fs::create_dir(folder.path().join("areas.csv")).unwrap();
    let error = DataSet::read(folder.path()).unwrap_err();
    assert!(matches!(error, ReadError::System { .. }));
    assert!(error.to_string().contains("areas.csv") && error.to_string().contains("check"));
}

#[test]
fn what_cannot_be_written_leaves_what_stood_there() {
    let report = sound().report().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    std::fs::write(&file, "before").unwrap();
    let error = report.write(&file).unwrap_err().to_string();
    assert!(error.contains("out") && error.contains("still stands"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    std::fs::create_dir_all(folder.path().join("held/problems.csv")).unwrap();
    let error = report.write(folder.path().join("held")).unwrap_err();
    assert!(error.path.ends_with("problems.csv"));
    assert!(folder.path().join("held/problems.csv").is_dir());
    let left: Vec<_> = std::fs::read_dir(folder.path().join("held")).unwrap().collect();
    let before = Report::FILES.iter().take_while(|&&name| name != "problems.csv").count();
    assert_eq!(left.len(), before + 1, "a half-written file is left: {left:?}");
}

#[test]
fn ids_of_the_greatest_length_pass_whole() {
    let long = "ộ".repeat(130);
    let set = sound().plus("villages.csv", &format!("{long},{long},102.0,22.0,,,,"));
    let set = set.plus("registrations.csv", &format!("R6,{long},china,18,end,2016-01-01,,,"));
    let report = set.report().unwrap();
    assert_eq!((report.problems.len(), report.collectives), (0, 4));
    let set = sound().plus("registrations.csv", &format!("R6,{long},china,18,end,2016-01-01,,,"));
    let told = [("registrations.csv", 7, "village", "ộộộ", "villages.csv")];
    tells(&set, &told, 1, &sound());
}
