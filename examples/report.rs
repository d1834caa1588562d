//! The account of a border: a folder of data in, a table and a folder of reports out.
//!
//! `cargo run --release --example report -- [DIR] [--date D] [--survey S] [--since D] [--compare DIR] [--out DIR] [--lang en|vi] [--strict]`
//!
//! Exit status: 0 done; 1 the data set cannot be read, or the output not written; with
//! `--strict`, 2 if any row had to be left out.

#[path = "opening/mod.rs"]
mod opening;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::io::ReportOptions;
use border_coverage::period::parse_date;
use border_coverage::{DataSet, Lang, SurveyId};
use jiff::civil::Date;
use lexopt::prelude::*;
use opening::print;

const USAGE: &str = "report [DIR] [--date D] [--survey S] [--since D] [--compare DIR] [--out DIR] [--lang en|vi] [--strict]

  DIR         folder with border.geojson and the tables; default: data/dien_bien
  --date D    day to report on, 2017-04-25 or 25/4/2017; default: the data set's
  --survey S  survey to report in; default: the data set's
  --since D   explain the difference from that day
  --compare DIR  explain the difference from that folder: on its own day, unless --since gives
              another, and in its own survey
  --out DIR   write report.html, report.json, map.svg, strip.svg, map.geojson, map.qml,
              gaps.csv, problems.csv and (feature xlsx) report.xlsx there
  --lang L    en (English, the default) or vi (Vietnamese)
  --strict    exit with status 2 if any row had to be left out";

struct Options {
    folder: PathBuf,
    date: Option<Date>,
    survey: Option<SurveyId>,
    since: Option<Date>,
    compare: Option<PathBuf>,
    out: Option<PathBuf>,
    lang: Lang,
    strict: bool,
    help: bool,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        folder: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien")),
        date: None,
        survey: None,
        since: None,
        compare: None,
        out: None,
        lang: Lang::default(),
        strict: false,
        help: false,
    };
    let mut folder = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("date") => options.date = Some(day("--date", &mut parser)?),
            Long("since") => options.since = Some(day("--since", &mut parser)?),
            Long("compare") => options.compare = Some(parser.value()?.into()),
            Long("survey") => options.survey = Some(SurveyId::new(&parser.value()?.string()?)?),
            Long("out") => options.out = Some(parser.value()?.into()),
            Long("lang") => options.lang = parser.value()?.string()?.parse()?,
            Long("strict") => options.strict = true,
            Long("help") | Short('h') => options.help = true,
            Value(path) if folder.is_none() => folder = Some(PathBuf::from(path)),
            other => return Err(format!("{}\n\n{USAGE}", other.unexpected()).into()),
        }
    }
    options.folder = folder.unwrap_or(options.folder);
    Ok(options)
}

/// The day that follows an option.
fn day(option: &str, parser: &mut lexopt::Parser) -> Result<Date, Box<dyn Error>> {
    let text = parser.value()?.string()?;
    parse_date(&text).map_err(|e| format!("{option} {text}: {e}").into())
}

fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    if options.help {
        print(format_args!("{USAGE}\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let data = DataSet::read(&options.folder)?;
    let other = options.compare.as_ref().map(DataSet::read).transpose();
    let other = other.map_err(|e| format!("--compare: {e}"))?;
    let report = data.report_with(&ReportOptions {
        day: options.date,
        survey: options.survey.as_ref(),
        since: options.since,
        compare: other.as_ref(),
    })?;
    print(format_args!("{}", report.to_text(options.lang)))?;
    if let Some(out) = &options.out {
        report.write_in(out, options.lang)?;
        let files = border_coverage::Report::FILES.join(", ");
        print(format_args!("\nwritten: {files} in {}\n", out.display()))?;
    }
    if options.strict && report.rows_left_out > 0 {
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}
