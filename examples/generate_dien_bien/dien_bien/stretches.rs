//! What is kept and what is not on the reporting day: gaps, and between them one cell a village.

use super::Outcome;
use super::random::Random;
use super::route::Route;
use super::spot::{Addresses, Form, Spot};

/// All that is not kept, in millimetres: 400.861 km less 365.861 km, as published.
const UNREGISTERED_MM: i64 = 35_000_000;

/// Where nobody keeps the line: section, start and length in official kilometres, nearly. The end
/// of the last one is set so that all together are exactly what was published.
const GAPS: [(usize, f64, f64); 15] = [
    (1, 24.3, 1.2),
    (0, 21.3, 1.6),
    (0, 47.9, 0.42),
    (0, 66.2, 3.1),
    (0, 92.5, 2.2),
    (0, 118.7, 5.8),
    (0, 131.0, 0.35),
    (0, 156.4, 2.7),
    (0, 183.9, 3.4),
    (0, 205.2, 1.1),
    (0, 233.6, 0.55),
    (0, 249.8, 1.9),
    (0, 281.5, 4.6),
    (0, 309.7, 3.3),
    (0, 347.0, 2.78),
];

/// Gaps inside the stretch of one village, which has a row on either side: not demarcated.
const HOLES: [usize; 2] = [2, 6];

/// Cells: one for each of 125 villages, and one more for each hole and for the village at the
/// tripoint, which keeps the start of both sections.
const CELLS: usize = 125 + HOLES.len() + 1;

/// A stretch that nobody keeps.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    pub(super) route: usize,
    pub(super) from: Spot,
    pub(super) to: Spot,
    /// Whether the same village keeps both sides.
    pub(super) hole: bool,
}

/// A stretch that one village keeps for itself; cells and gaps tile the line.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) route: usize,
    pub(super) from: Spot,
    pub(super) to: Spot,
    /// Whether it belongs to the same village as the one before.
    pub(super) with_previous: bool,
}

/// The gaps of both sections, in the order of [`GAPS`].
pub(super) fn gaps(addresses: &[Addresses; 2], random: &mut Random) -> Outcome<Vec<Gap>> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (i, &(route, km, length)) in GAPS.iter().enumerate() {
        let forms = [Form::Metres, Form::Metres, Form::Kilometres, Form::Official];
        let mut near = |km: f64| {
            let form = *random.pick(&forms)?;
            addresses[route].near((km * 1e6) as i64, form, random)
        };
        let from = near(km)?;
        let to = near(km + length)?;
        gaps.push(Gap { route, from, to, hole: HOLES.contains(&i) });
    }
    let last = gaps.pop().ok_or("no gaps")?;
    let so_far: i64 = gaps.iter().map(|gap| gap.to.mm - gap.from.mm).sum();
    let end = last.from.mm + UNREGISTERED_MM - so_far;
    let to = addresses[last.route].exactly(end, random)?;
    gaps.push(Gap { to, ..last });
    Ok(gaps)
}

/// The cells between the gaps, along the Laos line and then along the China line.
pub(super) fn cells(
    routes: &[Route; 2],
    addresses: &[Addresses; 2],
    gaps: &[Gap],
    random: &mut Random,
) -> Outcome<Vec<Cell>> {
    let mut blocks = Vec::new();
    for (route, addresses) in addresses.iter().enumerate() {
        let mut from = addresses.read("start")?;
        let mut with_previous = false;
        for gap in gaps.iter().filter(|gap| gap.route == route) {
            blocks.push(Cell { route, from, to: gap.from.clone(), with_previous });
            from = gap.to.clone();
            with_previous = gap.hole;
        }
        blocks.push(Cell { route, from, to: addresses.read("end")?, with_previous });
    }
    let total: i64 = routes.iter().map(Route::total_mm).sum::<i64>() - UNREGISTERED_MM;
    let mut cells = Vec::new();
    let (mut kept, mut dealt) = (0, 0);
    for block in blocks {
        // Rounding the running total deals out exactly as many cells as there are.
        kept += block.to.mm - block.from.mm;
        let upto = ((kept * CELLS as i64 + total / 2) / total) as usize;
        cells.extend(split(&block, upto - dealt, &addresses[block.route], random)?);
        dealt = upto;
    }
    Ok(cells)
}

/// A block cut into `n` cells of uneven length.
fn split(block: &Cell, n: usize, addresses: &Addresses, random: &mut Random) -> Outcome<Vec<Cell>> {
    let (low, high) = (block.from.mm, block.to.mm);
    let mut cells: Vec<Cell> = Vec::new();
    let mut from = block.from.clone();
    for cut in 1..n as i64 {
        let percent = 100 * cut + random.between(-20, 20);
        let at = low + (high - low) / (100 * n as i64) * percent;
        let to = addresses.between(from.mm, at, high, random)?;
        let with_previous = block.with_previous && cells.is_empty();
        cells.push(Cell { route: block.route, from, to: to.clone(), with_previous });
        from = to;
    }
    let with_previous = block.with_previous && cells.is_empty();
    cells.push(Cell { from, with_previous, ..block.clone() });
    Ok(cells)
}
