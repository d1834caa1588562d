//! One error over the errors of the modules, for callers that pass all of them on.

use thiserror::Error;

/// Anything that can go wrong in this crate.
///
/// A fallible function returns the error of its module. Each of them converts into this one, so
/// `?` works in a function that returns `Result<_, border_coverage::Error>`.
///
/// ```
/// fn tripoint() -> Result<f64, border_coverage::Error> {
///     let a = border_coverage::LonLat::new(102.143864, 22.400484)?;
///     Ok(border_coverage::Length::from_metres(a.lon())?.metres())
/// }
/// assert_eq!(tripoint()?, 102.144);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Error)]
#[allow(missing_docs, reason = "each variant is documented where its error is defined")]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Id(#[from] crate::id::IdError),
    #[error(transparent)]
    Unit(#[from] crate::units::UnitError),
    #[error(transparent)]
    Number(#[from] crate::number::NumberError),
    #[error(transparent)]
    Period(#[from] crate::period::PeriodError),
    #[error(transparent)]
    Source(#[from] crate::problem::SourceError),
    #[error(transparent)]
    LonLat(#[from] crate::geodesy::LonLatError),
    #[error(transparent)]
    Crs(#[from] crate::crs::CrsError),
    #[error(transparent)]
    Edge(#[from] crate::geodesy::EdgeError),
    #[error(transparent)]
    Span(#[from] crate::span::SpanError),
    #[error(transparent)]
    Area(#[from] crate::admin::AreaError),
    #[error(transparent)]
    Line(#[from] crate::line::LineError),
    #[error(transparent)]
    Survey(#[from] crate::survey::SurveyError),
    #[error(transparent)]
    Label(#[from] crate::marker::LabelError),
    #[error(transparent)]
    AddressSyntax(#[from] crate::marker::AddressSyntaxError),
    #[error(transparent)]
    Border(#[from] crate::border::BorderError),
    #[error(transparent)]
    Address(#[from] crate::border::AddressError),
    #[error(transparent)]
    Registry(#[from] crate::registry::RegistryError),
    #[error(transparent)]
    Ledger(#[from] crate::ledger::LedgerError),
    #[error(transparent)]
    Assign(#[from] crate::assign::AssignError),
    #[error(transparent)]
    Audit(#[from] crate::audit::AuditError),
    #[cfg(feature = "files")]
    #[error(transparent)]
    Report(#[from] crate::report::ReportError),
    #[cfg(feature = "files")]
    #[error(transparent)]
    Read(#[from] crate::io::ReadError),
    #[cfg(feature = "files")]
    #[error(transparent)]
    Write(#[from] crate::io::WriteError),
    #[cfg(feature = "xlsx")]
    #[error(transparent)]
    Workbook(#[from] crate::render::WorkbookError),
}
