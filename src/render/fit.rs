//! Tables of text fitted to a width: words wrap within their column, figures stay whole.

/// Blanks between two columns.
const BETWEEN: usize = 2;

/// Text columns are not made narrower than this while a wider one is left: below it, names break
/// within words.
const LEAST_TEXT: usize = 10;

/// One column of a table as text, its head first.
pub(super) struct TextColumn {
    pub(super) cells: Vec<String>,
    /// Whether cells are figures: drawn on the right, and never broken.
    pub(super) figures: bool,
    /// Whether cells are drawn on the right.
    pub(super) right: bool,
}

impl TextColumn {
    /// The width at which nothing wraps.
    fn natural(&self) -> usize {
        self.cells.iter().map(|cell| columns(cell)).max().unwrap_or(0)
    }

    /// The width below which it is not made narrower.
    fn least(&self) -> usize {
        let longest_word = |text: &str| text.split(' ').map(columns).max().unwrap_or(0);
        if self.figures {
            let head = self.cells.first().map_or(0, |head| longest_word(head));
            let figures = self.cells.iter().skip(1).map(|cell| columns(cell)).max();
            figures.unwrap_or(0).max(head)
        } else {
            let words = self.cells.iter().map(|cell| longest_word(cell)).max();
            words.unwrap_or(0).min(LEAST_TEXT)
        }
    }

    /// A cell's lines at a width.
    fn lines(&self, row: usize, width: usize) -> Vec<String> {
        let cell = self.cells.get(row).map_or("", String::as_str);
        if self.figures && row > 0 { vec![cell.to_owned()] } else { wrap(cell, width) }
    }

    /// A line of a cell, filled up to a width.
    fn padded(&self, line: &str, width: usize) -> String {
        let blank = " ".repeat(width.saturating_sub(columns(line)));
        if self.right { format!("{blank}{line}") } else { format!("{line}{blank}") }
    }
}

/// The lines of a table, a rule below its head. Where it is wider than `width` its words wrap; where
/// its figures alone are wider, it is continued below, each block with the first column again.
pub(super) fn lines(table: &[TextColumn], width: Option<usize>) -> Vec<String> {
    let blocks = blocks(table, width);
    let drawn: Vec<Vec<String>> = blocks.iter().map(|columns| block(columns, width)).collect();
    drawn.join(&String::new())
}

/// The columns of each block, in order.
fn blocks(table: &[TextColumn], width: Option<usize>) -> Vec<Vec<&TextColumn>> {
    let (Some(most), Some(first)) = (width, table.first()) else {
        return vec![table.iter().collect()];
    };
    let mut blocks = vec![vec![first]];
    for column in &table[1..] {
        let Some(last) = blocks.last_mut() else { continue };
        last.push(column);
        let least: Vec<usize> = last.iter().map(|column| column.least()).collect();
        // A block has at least one column beside the first.
        if total(&least) > most && last.len() > 2 {
            last.pop();
            blocks.push(vec![first, column]);
        }
    }
    blocks
}

/// The lines of a block.
fn block(table: &[&TextColumn], width: Option<usize>) -> Vec<String> {
    let widths = widths(table, width);
    let mut out = Vec::new();
    let rows = table.iter().map(|column| column.cells.len()).max().unwrap_or(0);
    for row in 0..rows {
        let cells: Vec<Vec<String>> =
            table.iter().zip(&widths).map(|(column, &width)| column.lines(row, width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..height {
            let pieces = table.iter().zip(&widths).zip(&cells).map(|((column, &width), lines)| {
                column.padded(lines.get(i).map_or("", String::as_str), width)
            });
            let line = pieces.collect::<Vec<_>>().join(&" ".repeat(BETWEEN));
            out.push(line.trim_end().to_owned());
        }
        if row == 0 {
            out.push("─".repeat(total(&widths)));
        }
    }
    out
}

/// The width of each column: the widest ones give way first.
fn widths(table: &[&TextColumn], width: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = table.iter().map(|column| column.natural()).collect();
    let Some(most) = width else { return widths };
    let least: Vec<usize> = table.iter().map(|column| column.least()).collect();
    while total(&widths) > most {
        let can_shrink = (0..widths.len()).filter(|&c| widths[c] > least[c]);
        let Some(widest) = can_shrink.max_by_key(|&c| widths[c]) else { break };
        widths[widest] -= 1;
    }
    widths
}

/// How wide columns are together.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1)
}

/// A text in lines of at most `width`, broken at blanks; longer words are broken within.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if columns(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let used = lines.last().map_or(0, |line| columns(line));
        if used > 0 && used + 1 + columns(word) > width {
            lines.push(String::new());
        } else if used > 0 {
            push(&mut lines, " ");
        }
        let letters: Vec<char> = word.chars().collect();
        for (i, piece) in letters.chunks(width).enumerate() {
            if i > 0 {
                lines.push(String::new());
            }
            push(&mut lines, &piece.iter().collect::<String>());
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(cells: &[&str], figures: bool) -> TextColumn {
        let cells = cells.iter().map(|&cell| cell.to_owned()).collect();
        TextColumn { cells, figures, right: figures }
    }

    #[test]
    fn names_wrap_and_figures_stay_whole() {
        let table = [
            column(&["area", "Leng Su Sìn and Sín Thầu"], false),
            column(&["km", "365.861"], true),
        ];
        let wide = ["area                           km", "─", "Leng Su Sìn and Sín Thầu  365.861"];
        let drawn = lines(&table, None);
        assert_eq!((drawn[0].as_str(), drawn[2].as_str()), (wide[0], wide[2]));
        let narrow = lines(&table, Some(21));
        let expected = [
            "area               km",
            "─────────────────────",
            "Leng Su Sìn   365.861",
            "and Sín Thầu",
        ];
        assert_eq!(narrow, expected);
    }

    #[test]
    fn what_is_too_wide_is_continued_below() {
        let names = ["area", "dyke"];
        let table = [
            column(&names, false),
            column(&["km", "123456.789"], true),
            column(&["of", "223456.789"], true),
        ];
        let expected = [
            "area          km",
            "────────────────",
            "dyke  123456.789",
            "",
            "area          of",
            "────────────────",
            "dyke  223456.789",
        ];
        assert_eq!(lines(&table, Some(20)), expected);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_by_wrapping(text in "[a-zđ ]{0,60}", width in 1_usize..30) {
            let wrapped = wrap(&text, width);
            prop_assert!(wrapped.iter().all(|line| columns(line) <= width));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&wrapped.concat()), letters(&text));
        }

        #[test]
        fn a_table_is_as_wide_as_asked_where_it_can_be(
            names in prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,6}", 1..6),
            width in 36_usize..90,
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let figures: Vec<&str> = names.iter().map(|_| "12.345").collect();
            let table = [column(&names, false), column(&names, false), column(&figures, true)];
            prop_assert!(lines(&table, Some(width)).iter().all(|line| columns(line) <= width));
        }
    }
}
