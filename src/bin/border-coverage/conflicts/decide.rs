//! The accounts after a decision, and the rows that write it down.

use border_coverage::audit::{ConflictOptions, Policy, Resolved};
use border_coverage::ledger::Account;
use border_coverage::registry::Declaration;
use border_coverage::report::CsvStyle;
use border_coverage::{DataSet, Registration, Report};

use crate::args::{self, Source};
use crate::{Outcome, console};

pub(super) fn print(
    source: &Source,
    data: &DataSet,
    report: &Report,
    policy: Policy,
) -> Outcome<()> {
    let state = args::state(data, report)?;
    let after = state.resolve_conflicts(&ConflictOptions::default(), |_| Some(policy))?;
    print_accounts(source, state.ledger().line(), after.state.ledger().line())?;
    print_rows(source, data.csv_style(), report, &after)
}

/// The accounts of the line before and after.
fn print_accounts(source: &Source, before: &Account, after: &Account) -> Outcome<()> {
    let lang = source.lang;
    let [before, after] = [before, after].map(|account| {
        let [once, shared] = [account.once(), account.shared()].map(|length| lang.km(length));
        let recognised = lang.km(account.recognised());
        source.say(
            format!("{once} km once, {shared} km shared, {recognised} km recognised"),
            format!("{once} km một bản giữ, {shared} km cùng giữ, {recognised} km đã công nhận"),
        )
    });
    console::print(&source.say(
        format!("\nbefore: {before}\nafter:  {after}\n"),
        format!("\ntrước: {before}\nsau:   {after}\n"),
    ))
}

/// The rows that give up something, each with the rows that replace it.
fn print_rows(source: &Source, style: CsvStyle, report: &Report, after: &Resolved) -> Outcome<()> {
    let day = source.lang.day(report.date);
    console::print(&source.say(
        format!(
            "\nTo write it down, let each row named here end on {day} (until), and add the rows\n\
             under it to registrations.csv. A row that begins on that day is replaced by them;\n\
             rows that begin later stay as they are.\n"
        ),
        format!(
            "\nĐể ghi lại quyết định: cho mỗi dòng nêu dưới đây hết hạn ngày {day} (until) và thêm\n\
             các dòng dưới nó vào registrations.csv. Dòng bắt đầu đúng ngày đó thì thay bằng các\n\
             dòng này; dòng bắt đầu sau thì giữ nguyên.\n"
        ),
    ))?;
    console::print_line(&format!("    {}", style.line(Registration::COLUMNS)))?;
    for revision in &after.revisions {
        let given_up = source.lang.km(revision.given_up);
        console::print_line(&format!("  {}: −{given_up} km", name(&revision.row, style)))?;
        for fields in revision.remaining.iter().filter_map(|row| row.fields(style.mark)) {
            console::print_line(&format!("    {}", style.line(fields)))?;
        }
    }
    Ok(())
}

/// Where a row stands, its id, its village and its stretch as declared.
fn name(row: &Registration, style: CsvStyle) -> String {
    let at = row.source.map_or(String::new(), |at| format!("{}:{} ", at.file, at.line));
    let stretch = match &row.declared {
        Declaration::Written { section, from, to, .. } => {
            format!(", {section} {} – {}", from.written(style.mark), to.written(style.mark))
        }
        _ => String::new(),
    };
    format!("{at}{} {}{stretch}", row.id, row.village)
}
