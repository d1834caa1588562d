//! The same spans for peers that are no Rust crates, and our time on them.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench from_file -- write COUNT FILE`
//! writes spans as pairs of little-endian 64-bit numbers; `-- time FILE` prints the nanoseconds a
//! span that the covered length takes, and the length. `python/covered_length.py` calls both.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "../data/mod.rs"]
mod data;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

use border_coverage::{Measure, Span};
use border_coverage::cover::covered_length;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", count, file] => write(count.parse()?, file),
        ["time", file] => time(file),
        _ => Err("write COUNT FILE, or time FILE".into()),
    }
}

fn write(count: usize, file: &str) -> Result<(), Box<dyn Error>> {
    let ends = |span: &Span| [span.from().mm(), span.to().mm()].map(i64::to_le_bytes).concat();
    Ok(fs::write(file, data::spans(count).iter().flat_map(ends).collect::<Vec<u8>>())?)
}

fn time(file: &str) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(file)?;
    let number = |bytes: &[u8]| bytes.try_into().map(i64::from_le_bytes);
    let mut spans = Vec::with_capacity(bytes.len() / 16);
    for ends in bytes.chunks_exact(16) {
        let (from, to) = (number(&ends[..8])?, number(&ends[8..])?);
        spans.push(Span::new(Measure::from_mm(from), Measure::from_mm(to))?);
    }
    drop(bytes);
    let start = Instant::now();
    let length = black_box(covered_length(black_box(&spans)));
    let nanoseconds = start.elapsed().as_nanos() as f64 / spans.len() as f64;
    println!("{nanoseconds:.2} {}", length.mm());
    Ok(())
}
