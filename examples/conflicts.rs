//! What is kept more than once: of what class, what each decision would cost, and the accounts
//! after one.
//!
//! `cargo run --release --example conflicts`

use border_coverage::audit::{ConflictClass, ConflictOptions, Policy};
use border_coverage::{DataSet, Length, Registration};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let state = data.state(None, None)?;
    let options = ConflictOptions::default();
    let found = state.conflicts(&options)?;

    let of_class = |class| found.rows.iter().filter(move |conflict| conflict.class == class);
    for class in ConflictClass::ALL {
        let length = Length::checked_sum(of_class(class).map(|row| row.stretch.length()));
        println!("{class:>13}: {:>2}, {}", of_class(class).count(), length.unwrap_or_default());
    }
    assert_eq!(of_class(ConflictClass::Inside).count(), 8);
    assert_eq!(of_class(ConflictClass::Conflict).count(), 47);

    println!("\nwere it decided by    km decided   left shared");
    for outcome in &found.outcomes {
        let (decided, left) = (outcome.decided.km(), outcome.undecided.km());
        println!("{:20}  {decided:>11}   {left:>11}", outcome.policy);
    }

    // A decision changes accounts of its own: the state stays as it is.
    let after = state.resolve_conflicts(&options, |_| Some(Policy::EarlierStands))?;
    let (old, new) = (state.ledger().line(), after.state.ledger().line());
    assert_eq!(old.shared().km(), "27.042832");
    assert_eq!(new.shared(), Length::ZERO);
    assert_eq!(new.shared(), old.shared() + after.price.shared);
    assert_eq!(new.once(), old.once() + after.price.once);
    assert_eq!(new.recognised(), old.recognised() + after.price.recognised);
    // The published length, however the overlaps are decided.
    assert_eq!(new.registered().km(), "365.861");
    assert_eq!(new.registered(), old.registered());

    let style = data.csv_style();
    println!("\n{} rows give up something; what is left of the first:", after.revisions.len());
    println!("  {}", style.line(Registration::COLUMNS));
    for row in after.revisions[0].remaining.iter().filter_map(|row| row.fields(style.mark)) {
        println!("  {}", style.line(row));
    }
    Ok(())
}
