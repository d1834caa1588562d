//! Arguments that all questions share: the folder, the day, the survey, the language.

use std::path::PathBuf;
use std::process::ExitCode;

use border_coverage::io::ReportOptions;
use border_coverage::number::DecimalMark;
use border_coverage::period::parse_date;
use border_coverage::render::TextOptions;
use border_coverage::{DataSet, Lang, Report, State, SurveyId};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use crate::{Outcome, console, example};

/// The folder and how to answer about it.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Folder with border.geojson and the tables [default: the example]
    pub(crate) folder: Option<PathBuf>,
    /// Language: en (English) or vi (Vietnamese)
    #[arg(long, default_value = "en", value_parser = lang())]
    pub(crate) lang: Lang,
    /// Exit with status 2 if any row had to be left out
    #[arg(long)]
    pub(crate) strict: bool,
}

/// The day and the survey.
#[derive(Debug, clap::Args)]
pub(crate) struct When {
    /// Day, as 2017-04-25 or 25/4/2017 [default: the data set's]
    #[arg(long, value_parser = parse_date)]
    pub(crate) date: Option<Date>,
    /// Survey in which lengths are measured [default: the data set's]
    #[arg(long, value_parser = SurveyId::new)]
    pub(crate) survey: Option<SurveyId>,
}

/// How much of long tables is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Rows {
    /// Print all rows of long tables
    #[arg(long)]
    pub(crate) all: bool,
}

fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["en", "vi"]).try_map(|code| code.parse::<Lang>())
}

impl When {
    pub(crate) fn options(&self) -> ReportOptions<'_> {
        ReportOptions { day: self.date, survey: self.survey.as_ref(), ..ReportOptions::default() }
    }
}

impl Source {
    /// Reads the folder, or the example where none is given.
    pub(crate) fn read(&self) -> Outcome<DataSet> {
        let folder = match &self.folder {
            Some(folder) => folder.clone(),
            None => example::folder()?,
        };
        let message = format!("reading {}", folder.display());
        Ok(console::working(&message, || DataSet::read(folder))?)
    }

    /// Reads the folder and reports on it.
    pub(crate) fn report(&self, when: &When) -> Outcome<Report> {
        let data = self.read()?;
        Ok(report(&data, &when.options())?)
    }

    /// Prints some tables of a report.
    pub(crate) fn print(&self, report: &Report, tables: &[&str], rows: Rows) -> Outcome<()> {
        let options = self.text(rows).tables(tables);
        console::print(&report.to_text_with(&options))
    }

    /// How a report is written to standard output.
    pub(crate) fn text<'a>(&self, rows: Rows) -> TextOptions<'a> {
        let options = TextOptions::default().lang(self.lang);
        let options = if rows.all { options.whole() } else { options };
        console::width().map_or(options, |width| options.width(width))
    }

    /// The status: with `--strict`, 2 where rows were left out.
    pub(crate) fn status(&self, rows_left_out: usize) -> ExitCode {
        if self.strict && rows_left_out > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS }
    }

    /// A number with the decimal mark of the language.
    pub(crate) fn number(&self, number: &str) -> String {
        match self.lang.mark() {
            DecimalMark::Comma => number.replace('.', ","),
            DecimalMark::Point => number.to_owned(),
        }
    }

    /// A sentence in the language asked for.
    pub(crate) fn say<T>(&self, english: T, vietnamese: T) -> T {
        match self.lang {
            Lang::Vietnamese => vietnamese,
            _ => english,
        }
    }
}

/// A report, with the progress shown where it takes long.
pub(crate) fn report(
    data: &DataSet,
    options: &ReportOptions<'_>,
) -> Result<Report, border_coverage::io::ReadError> {
    console::working("closing the accounts", || data.report_with(options))
}

/// The state that a report is of.
pub(crate) fn state(data: &DataSet, report: &Report) -> Outcome<State> {
    Ok(data.state(Some(report.date), Some(&report.survey))?)
}
