//! The report as a table of text for a terminal.

use std::fmt::{self, Write};

use crate::report::{Coverage, Report};
use crate::units::{Length, Share};

impl Report {
    /// The report as a table of text.
    ///
    /// Kilometres are printed exactly, with three decimals where they are whole metres and six
    /// elsewhere, so printed figures add up as the accounts do.
    pub fn to_table(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.draw(&mut out);
        out.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
    }

    fn draw(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "{}", self.title)?;
        writeln!(out, "{} · survey {}\n", self.date, self.survey)?;
        self.draw_line(out)?;
        self.draw_counts(out)?;
        self.draw_areas(out)?;
        self.draw_gaps(out)?;
        self.draw_proposals(out)?;
        self.draw_history(out)?;
        self.draw_surveys(out)?;
        self.draw_problems(out)?;
        if let Some(attribution) = &self.attribution {
            writeln!(out, "\n{attribution}")?;
        }
        Ok(())
    }

    fn draw_line(&self, out: &mut String) -> fmt::Result {
        let mut rows = vec![head(&[
            "km",
            "total",
            "registered",
            "once",
            "shared",
            "recognised",
            "unregistered",
            "share",
        ])];
        for section in &self.sections {
            rows.push(coverage_row(&section.name, &section.coverage));
        }
        rows.push(coverage_row("whole line", &self.line));
        grid(out, &rows)
    }

    fn draw_counts(&self, out: &mut String) -> fmt::Result {
        let of = |part: usize, whole: usize| {
            format!("{part} of {whole}, {}", Share::of_counts(part, whole))
        };
        let mut rows = vec![
            vec![
                "registered line".to_owned(),
                format!(
                    "{} of {} km, {}",
                    self.line.registered_mm.km(),
                    self.line.total_mm.km(),
                    self.line.share()
                ),
            ],
            vec![
                "not yet registered".to_owned(),
                format!(
                    "{} km in {} {}",
                    self.line.unregistered_mm.km(),
                    self.gaps.len(),
                    if self.gaps.len() == 1 { "gap" } else { "gaps" }
                ),
            ],
            vec!["village collectives".to_owned(), self.collectives.to_string()],
            vec![
                "markers".to_owned(),
                format!(
                    "{} ({} positions)",
                    of(self.markers.registered, self.markers.total),
                    self.markers.positions
                ),
            ],
            vec!["border works".to_owned(), of(self.works.registered, self.works.total)],
            vec![
                "keepers".to_owned(),
                format!(
                    "{} households and {} persons, {} people",
                    self.keepers.households, self.keepers.persons, self.keepers.people
                ),
            ],
            vec![
                "security groups".to_owned(),
                format!("{} with {} members", self.groups.groups, self.groups.members),
            ],
            vec![
                "commended".to_owned(),
                format!(
                    "{} collectives, {} persons",
                    self.commendations.collectives, self.commendations.persons
                ),
            ],
        ];
        for level in self.levels() {
            let areas: Vec<_> = self.areas.iter().filter(|area| area.level == level).collect();
            let taking_part = areas.iter().filter(|area| area.villages_registered > 0).count();
            rows.push(vec![
                format!("areas of level {level}"),
                format!("{taking_part} of {} taking part", areas.len()),
            ]);
        }
        writeln!(out)?;
        let width = rows.iter().map(|row| row[0].chars().count()).max().unwrap_or(0);
        rows.iter().try_for_each(|row| writeln!(out, "{:<width$}  {}", row[0], row[1]))
    }

    fn levels(&self) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for area in &self.areas {
            if !levels.contains(&area.level.as_str()) {
                levels.push(&area.level);
            }
        }
        levels
    }

    fn draw_areas(&self, out: &mut String) -> fmt::Result {
        for level in self.levels() {
            let mut rows = vec![head(&[
                level,
                "km",
                "registered",
                "unregistered",
                "share",
                "villages",
                "taking part",
                "kept km",
            ])];
            for area in self.areas.iter().filter(|area| area.level == level) {
                let figure = |part: fn(&Coverage) -> Length| {
                    area.coverage.as_ref().map_or_else(|| "–".to_owned(), |c| part(c).km())
                };
                rows.push(vec![
                    area.name.clone(),
                    figure(|c| c.total_mm),
                    figure(|c| c.registered_mm),
                    figure(|c| c.unregistered_mm),
                    area.coverage
                        .as_ref()
                        .map_or_else(|| "–".to_owned(), |c| c.share().to_string()),
                    area.villages.to_string(),
                    area.villages_registered.to_string(),
                    area.kept_mm.km(),
                ]);
            }
            writeln!(out)?;
            grid(out, &rows)?;
        }
        Ok(())
    }

    fn draw_gaps(&self, out: &mut String) -> fmt::Result {
        if self.gaps.is_empty() {
            return Ok(());
        }
        let mut rows = vec![head(&["gap", "km", "from", "to", "nearest village"])];
        for gap in &self.gaps {
            let nearest =
                gap.nearest.first().map(|n| format!("{} ({:.0} m)", n.village, n.distance_m));
            rows.push(vec![
                gap.section.to_string(),
                gap.length_mm.km(),
                gap.from.to_string(),
                gap.to.to_string(),
                nearest.unwrap_or_else(|| "–".to_owned()),
            ]);
        }
        writeln!(out)?;
        grid(out, &rows)
    }

    fn draw_proposals(&self, out: &mut String) -> fmt::Result {
        let found = &self.proposals;
        if found.proposals.is_empty() {
            return Ok(());
        }
        let mut rows = vec![head(&["to ask", "km", "from", "to", "section", "mean m"])];
        for row in &found.proposals {
            rows.push(vec![
                row.village.to_string(),
                row.length_mm.km(),
                row.from.to_string(),
                row.to.to_string(),
                row.section.to_string(),
                format!("{:.0}", row.mean_m),
            ]);
        }
        writeln!(out)?;
        grid(out, &rows)?;
        let (after, share) =
            (found.registered_mm, Share::of(found.registered_mm, self.line.total_mm));
        let left = self.line.total_mm - after;
        writeln!(out, "were all taken up: {} km, {share}; left {} km", after.km(), left.km())
    }

    fn draw_problems(&self, out: &mut String) -> fmt::Result {
        if self.problems.is_empty() {
            return writeln!(out, "\nno problems, no row left out");
        }
        let count = self.problems.len();
        writeln!(
            out,
            "\n{}, {} left out",
            many(count, "problem"),
            many(self.rows_left_out, "row")
        )?;
        for problem in &self.problems {
            write!(out, "  {}", problem.file)?;
            if let Some(line) = problem.line {
                write!(out, ":{line}")?;
            }
            if let Some(field) = &problem.field {
                write!(out, " {field}")?;
            }
            if let Some(value) = &problem.value {
                write!(out, " `{}`", value.replace('\n', " "))?;
            }
            writeln!(out, ": {}", problem.message)?;
        }
        Ok(())
    }
}

/// So many of something, in words.
pub(super) fn many(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

pub(super) fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn coverage_row(name: &str, coverage: &Coverage) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    for length in [
        coverage.total_mm,
        coverage.registered_mm,
        coverage.once_mm,
        coverage.shared_mm,
        coverage.recognised_mm,
        coverage.unregistered_mm,
    ] {
        row.push(length.km());
    }
    row.push(coverage.share().to_string());
    row
}

/// Columns as wide as their widest cell: the first from the left, numbers on their decimal point.
pub(super) fn grid(out: &mut String, rows: &[Vec<String>]) -> fmt::Result {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let aligned: Vec<Vec<String>> = (0..columns).map(|c| column(rows, c)).collect();
    for (i, _) in rows.iter().enumerate() {
        let cells: Vec<&str> = aligned.iter().map(|column| column[i].as_str()).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
        if i == 0 {
            let width: usize = aligned.iter().map(|c| c[0].chars().count() + 2).sum();
            writeln!(out, "{}", "─".repeat(width.saturating_sub(2)))?;
        }
    }
    Ok(())
}

/// One column, every cell padded to the same width.
fn column(rows: &[Vec<String>], c: usize) -> Vec<String> {
    // A name may hold a line break; a row of the table must not.
    let clean = |row: &Vec<String>| {
        row.get(c).map_or_else(String::new, |cell| cell.replace(char::is_control, " "))
    };
    let cells: Vec<String> = rows.iter().map(clean).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let is_number = |cell: &str| {
        cell.starts_with(|ch: char| ch.is_ascii_digit() || ch == '-')
            && cell.contains('.')
            && !cell.contains('+')
    };
    let decimals = |cell: &str| cell.rsplit_once('.').map_or(0, |(_, d)| d.chars().count());
    let numeric = c > 0
        && cells[1..].iter().all(|cell| {
            is_number(cell) || *cell == "–" || cell.bytes().all(|b| b.is_ascii_digit())
        });
    let most = cells[1..].iter().map(|cell| decimals(cell)).max().unwrap_or(0);
    let padded: Vec<String> = cells
        .iter()
        .enumerate()
        .map(|(i, cell)| match numeric && i > 0 && is_number(cell) {
            true => format!("{cell}{}", " ".repeat(most - decimals(cell))),
            false => (*cell).to_owned(),
        })
        .collect();
    let width = padded.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let pad = |cell: &String| {
        let blank = " ".repeat(width - cell.chars().count());
        if numeric { format!("{blank}{cell}") } else { format!("{cell}{blank}") }
    };
    padded.iter().map(pad).collect()
}
