//! Tables of how things changed: over time, and from one survey to another.

use std::fmt::{self, Write};

use super::table::{grid, head, many};
use crate::report::{HistoryRow, Report};
use crate::units::{Length, Share};

/// The most rows of a table; all of them are in `report.json`.
const SHOWN: usize = 8;

impl Report {
    pub(super) fn draw_history(&self, out: &mut String) -> fmt::Result {
        let history = &self.history;
        let Some(step) = history.step.filter(|_| history.rows.len() > 1) else { return Ok(()) };
        let mut rows = vec![head(&[
            "up to",
            "registered",
            "recognised",
            "share",
            "villages",
            "markers",
            "households",
        ])];
        let first = history.rows.len().saturating_sub(SHOWN);
        rows.extend(history.rows[first..].iter().map(|row| self.history_row(row)));
        writeln!(out)?;
        grid(out, &rows)?;
        if first > 0 {
            writeln!(out, "… and {first} more in report.json, one a {step}")?;
        }
        self.draw_stalled(out)?;
        self.draw_endings(out)?;
        for row in &history.forecast {
            let Some(rate) = row.rate_mm_per_day else { continue };
            let (over, rate) = (row.over.replace('_', " "), rate / 1e3);
            let complete = row.complete_on.map(|day| day.to_string());
            let complete = complete.unwrap_or_else(|| "on no day".to_owned());
            writeln!(out, "at the plain rate {over}, {rate:.1} m a day, complete: {complete}")?;
        }
        Ok(())
    }

    fn history_row(&self, row: &HistoryRow) -> Vec<String> {
        vec![
            row.date.to_string(),
            row.registered_mm.km(),
            row.recognised_mm.km(),
            Share::of(row.registered_mm, self.line.total_mm).to_string(),
            row.collectives.to_string(),
            format!("{} of {}", row.markers_registered, row.markers),
            row.households.to_string(),
        ]
    }

    fn draw_stalled(&self, out: &mut String) -> fmt::Result {
        let mut stalled: Vec<_> = self.history.areas.iter().filter(|area| area.stalled).collect();
        if stalled.is_empty() {
            return Ok(());
        }
        stalled.sort_by(|a, b| (a.rank, &a.area).cmp(&(b.rank, &b.area)));
        let names: Vec<&str> = stalled.iter().take(SHOWN).map(|area| area.area.as_str()).collect();
        let more = match stalled.len() - names.len() {
            0 => String::new(),
            more => format!(" … and {more} more in report.json"),
        };
        writeln!(out, "gaps and no gain for 12 months: {}{more}", names.join(", "))
    }

    fn draw_endings(&self, out: &mut String) -> fmt::Result {
        let ended = &self.history.endings;
        if ended.rows.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "ended {} km: {} renewed, {} taken over, {} lapsed, of which {} kept again later",
            ended.ended_mm.km(),
            ended.renewed_mm.km(),
            ended.taken_over_mm.km(),
            ended.lapsed_mm.km(),
            ended.resumed_mm.km()
        )
    }

    pub(super) fn draw_surveys(&self, out: &mut String) -> fmt::Result {
        let found = &self.surveys;
        let naive = &found.naive.line;
        if naive.declared_mm > Length::ZERO {
            writeln!(
                out,
                "\ndeclared lengths added up: {} km, {} of the line, which is no coverage: {} km are \
                 counted again, {} km come of other surveys",
                naive.declared_mm.km(),
                Share::of(naive.declared_mm, naive.total_mm),
                naive.again_mm.km(),
                naive.of_surveys_mm.km()
            )?;
        }
        self.draw_over_all(out)?;
        self.draw_days(out)?;
        self.draw_carried(out)?;
        self.draw_intervals(out)
    }

    /// The sections in which the declared lengths pass the section's.
    fn draw_over_all(&self, out: &mut String) -> fmt::Result {
        for section in &self.surveys.naive.sections {
            let Some(largest) = section.causes.first() else { continue };
            let share = Share::of(section.sums.declared_mm, section.sums.total_mm);
            writeln!(
                out,
                "section {}: {share} declared, by {} that count again or come of another survey; \
                 the largest is {}, {} km",
                section.section,
                many(section.causes.len(), "row"),
                largest.registration,
                (largest.again_mm + largest.of_surveys_mm).km()
            )?;
        }
        Ok(())
    }

    fn draw_days(&self, out: &mut String) -> fmt::Result {
        let surveys: Vec<_> = {
            let first = self.surveys.rows.first().map(|row| row.date);
            self.surveys
                .rows
                .iter()
                .filter(|row| Some(row.date) == first)
                .map(|r| &r.survey)
                .collect()
        };
        if surveys.len() < 2 {
            return Ok(());
        }
        let names: Vec<String> = surveys.iter().map(|survey| format!("km in {survey}")).collect();
        let mut columns = vec!["day"];
        for name in &names {
            columns.extend([name.as_str(), "share"]);
        }
        let mut rows = vec![head(&columns)];
        for same in self.surveys.rows.chunks(surveys.len()).rev().take(SHOWN).rev() {
            let mut row = vec![same[0].date.to_string()];
            for one in same {
                row.extend([one.coverage.registered_mm.km(), one.coverage.share().to_string()]);
            }
            rows.push(row);
        }
        writeln!(out)?;
        grid(out, &rows)
    }

    fn draw_carried(&self, out: &mut String) -> fmt::Result {
        let carried = &self.surveys.carried;
        if carried.iter().all(|row| row.survey == self.survey) {
            return Ok(());
        }
        let mut rows = vec![head(&[
            "declared in",
            "section",
            "rows",
            "km there",
            "km here",
            "residual",
            "beyond scale",
        ])];
        for row in carried.iter().take(SHOWN) {
            rows.push(vec![
                row.survey.to_string(),
                row.section.to_string(),
                row.rows.to_string(),
                row.own_mm.km(),
                row.carried_mm.km(),
                row.residual_mm.km(),
                row.beyond_scale_mm.km(),
            ]);
        }
        writeln!(out)?;
        grid(out, &rows)?;
        more(out, carried.len())
    }

    fn draw_intervals(&self, out: &mut String) -> fmt::Result {
        // A section without controls has nothing to compare.
        let intervals =
            || self.surveys.intervals.iter().filter(|one| one.deviation_mm != Length::ZERO);
        if intervals().next().is_none() {
            return Ok(());
        }
        let mut rows =
            vec![head(&["control", "to", "section", "survey", "declared", "measured", "‰ off"])];
        for one in intervals().take(SHOWN) {
            rows.push(vec![
                one.from.to_string(),
                one.to.to_string(),
                one.section.to_string(),
                one.survey.to_string(),
                one.declared_mm.km(),
                one.measured_mm.km(),
                one.deviation_per_mille.map_or_else(|| "–".to_owned(), |off| format!("{off:.3}")),
            ]);
        }
        writeln!(out)?;
        grid(out, &rows)?;
        more(out, intervals().count())
    }
}

fn more(out: &mut String, rows: usize) -> fmt::Result {
    match rows.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "… and {more} more in report.json"),
    }
}
