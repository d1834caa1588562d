//! What the program prints, and where: results to standard output, the rest to standard error.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};
use terminal_size::{Width, terminal_size_of};

use crate::Outcome;

/// Prints a result. A reader that has seen enough, such as `head`, is no error. Escape sequences
/// of the data never reach the terminal.
pub(crate) fn print(text: &str) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(printable(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a result of one line.
pub(crate) fn print_line(line: &str) -> Outcome<()> {
    print(&format!("{line}\n"))
}

/// Prints an error or a hint; where nobody reads it, the exit status says it.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", printable(text));
}

/// How many characters fit a line of the terminal; none where the output is none.
pub(crate) fn width() -> Option<usize> {
    let (Width(width), _) = terminal_size_of(std::io::stdout())?;
    Some(usize::from(width))
}

/// Does work, and shows what is being done where it takes longer than a second and standard error
/// is a terminal.
pub(crate) fn working<T>(message: &str, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    bar.set_message(printable(message));
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        let bar = &bar;
        scope.spawn(move || {
            if waiting.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(Duration::from_millis(120));
                // Until the work is done and the sender dropped.
                let _ = waiting.recv();
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(done);
        result
    })
}

/// Writes a file and says so.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    std::fs::write(path, bytes).map_err(|reason| not_written(path, &reason))?;
    print_line(&format!("{} ({} KB)", path.display(), bytes.len().div_ceil(1024)))
}

/// Why a file or folder was not written.
pub(crate) fn not_written(path: &Path, reason: &std::io::Error) -> String {
    format!("{}: {reason}; not written: name a place that you may write in", path.display())
}

/// A text without control characters but line breaks and tabulators.
fn printable(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}
