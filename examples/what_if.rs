//! Planning: drop villages, add stretches, and see the figure of the real border move, without
//! changing what is registered.
//!
//! `cargo run --release --example what_if -- -sin-thau-1 +new:laos:21.2:22.9`, each change an
//! argument, or with `-` alone each a line typed in.

use std::error::Error;
use std::ffi::OsString;
use std::io::BufRead;
use std::process::ExitCode;

use border_coverage::{
    Change, Claims, CoverIndex, DataSet, Figures, Length, Measure, Share, Span, SpanSet,
};
use jiff::civil::date;

type Any<T> = Result<T, Box<dyn Error>>;

/// A village's name and which of its stretches.
type Key = (String, usize);

/// A section: what is registered on it, and the changes planned so far.
struct Planned {
    section: String,
    total: Length,
    registered: CoverIndex<Key>,
    changes: Vec<Change<Key>>,
}

/// The border as planned.
struct Plan(Vec<Planned>);

const USAGE: &str = "what_if [CHANGE …]

  CHANGE  -VILLAGE drops a village; +VILLAGE:SECTION:FROM:TO adds a stretch, in kilometres; - alone
          reads changes typed in, each on a line";

fn main() -> ExitCode {
    match what_if() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn what_if() -> Any<()> {
    let given = std::env::args_os().skip(1).map(OsString::into_string);
    let given: Vec<String> = given
        .collect::<Result<_, _>>()
        .map_err(|argument| format!("{argument:?} is no text: write it in UTF-8"))?;
    if given.iter().any(|argument| ["--help", "-h"].contains(&argument.as_str())) {
        println!("{USAGE}");
        return Ok(());
    }
    if let Some(option) = given.iter().find(|argument| argument.starts_with("--")) {
        return Err(format!("there is no option {option}\n\n{USAGE}").into());
    }
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let mut plan = Plan::of(&data)?;
    println!("now {}", plan.figure());
    assert_eq!(plan.figures().covered, Length::from_km(365.861)?);

    if given == ["-"] {
        for line in std::io::stdin().lock().lines() {
            plan.change(line?.trim())?;
        }
    } else if given.is_empty() {
        // The first gap on the Laos line is closed; a village gives up.
        plan.change("+new:laos:21.252876:22.894616")?;
        assert_eq!(plan.figures().covered, Length::from_km(365.861 + 1.641740)?);
        plan.change("-na-u-1")?;
    } else {
        given.iter().try_for_each(|change| plan.change(change))?;
    }
    Ok(())
}

impl Plan {
    /// What is registered on the day of the first-year review.
    fn of(data: &DataSet) -> Any<Self> {
        let (border, registry, survey) = (data.border(), data.registry(), data.survey());
        let Claims { claims, .. } = registry.claims(border, survey, date(2017, 4, 25));
        let mut sections = Vec::new();
        for (i, section) in border.sections().iter().enumerate() {
            let mut index = CoverIndex::new();
            for (v, village) in registry.villages().iter().enumerate() {
                // A village that registered a place twice keeps it once.
                let own = claims.iter().filter(|claim| (claim.section, claim.village) == (i, v));
                let kept: SpanSet = own.map(|claim| claim.span).collect();
                for (nth, &span) in kept.spans().iter().enumerate() {
                    index.insert((village.id.to_string(), nth), span);
                }
            }
            sections.push(Planned {
                section: section.id().to_string(),
                total: border.calibration(section.id(), survey)?.total(),
                registered: index,
                changes: Vec::new(),
            });
        }
        Ok(Self(sections))
    }

    /// `-VILLAGE` drops a village; `+VILLAGE:SECTION:FROM:TO` adds a stretch, in kilometres.
    fn change(&mut self, text: &str) -> Any<()> {
        self.plan(text).map_err(|error| format!("{text}: {error}"))?;
        println!("{text}: {}", self.figure());
        Ok(())
    }

    fn plan(&mut self, text: &str) -> Any<()> {
        if let Some(village) = text.strip_prefix('-') {
            let mut dropped = 0;
            for planned in &mut self.0 {
                let keys = planned.registered.iter().map(|(key, _)| key);
                let own = keys.filter(|key| key.0 == village).cloned();
                let removals: Vec<_> = own.map(Change::Remove).collect();
                dropped += removals.len();
                planned.changes.extend(removals);
            }
            if dropped == 0 {
                return Err(format!("{village} keeps nothing: check its id").into());
            }
        } else {
            let parts: Vec<&str> = text.trim_start_matches('+').split(':').collect();
            let [village, section, from, to] = parts[..] else {
                return Err("neither -VILLAGE nor +VILLAGE:SECTION:FROM:TO".into());
            };
            let at = |km: &str| -> Any<Measure> {
                let number = km.parse().map_err(|_| format!("{km} is no number of kilometres"))?;
                Ok(Measure::ZERO + Length::from_km(number)?)
            };
            let sections: Vec<&str> =
                self.0.iter().map(|planned| planned.section.as_str()).collect();
            let unknown =
                format!("no section is called {section}: there are {}", sections.join(", "));
            let span = Span::between(at(from)?, at(to)?)?;
            let found = self.0.iter_mut().find(|planned| planned.section == section);
            let planned = found.ok_or(unknown)?;
            if span.to().from_start() > planned.total {
                return Err(format!("{span} lies beyond the section's {}", planned.total).into());
            }
            // Numbers from the far end, so that no registered stretch has one of them.
            let key = (village.to_owned(), usize::MAX - planned.changes.len());
            planned.changes.push(Change::Insert(key, span));
        }
        Ok(())
    }

    fn figures(&self) -> Figures {
        let mut sum = Figures::default();
        for planned in &self.0 {
            let figures = planned.registered.what_if(&planned.changes);
            sum.covered = sum.covered + figures.covered;
            sum.shared = sum.shared + figures.shared;
        }
        sum
    }

    fn figure(&self) -> String {
        let total = self.0.iter().fold(Length::ZERO, |sum, planned| sum + planned.total);
        let Figures { covered, shared, .. } = self.figures();
        format!("{covered} of {total} kept, {}; {shared} shared", Share::of(covered, total))
    }
}
