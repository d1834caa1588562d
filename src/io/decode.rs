//! From bytes to text: UTF-8, or an error that names the other encoding.

/// Why bytes are not UTF-8 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum EncodingError {
    /// Not text at all.
    #[error("the file is a workbook or archive, not text: open it and save it as CSV UTF-8")]
    Workbook,
    /// Two bytes a character.
    #[error("the file is in UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// One byte a character.
    #[error(
        "not UTF-8 (byte 0x{0:02X}): probably the legacy encoding TCVN3 (ABC), else VNI or \
         Windows-1258; convert the file to UTF-8"
    )]
    Legacy(u8),
}

/// The bytes without a UTF-8 byte-order mark.
///
/// # Errors
/// When they are UTF-16, or begin as a workbook does.
pub(super) fn without_mark(bytes: &[u8]) -> Result<&[u8], EncodingError> {
    // Office Open XML is a zip archive; before that stood OLE compound files.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(EncodingError::Workbook);
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    // Without a mark, UTF-16 shows by its zero bytes: text has none.
    let zeros = bytes.iter().take(1024).filter(|&&b| b == 0).count();
    if utf16 || zeros > 0 && zeros * 3 >= bytes.len().min(1024) {
        return Err(EncodingError::Utf16);
    }
    Ok(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes))
}

/// The bytes as UTF-8.
///
/// # Errors
/// Names the first byte that does not fit, and the encoding it probably comes from.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, EncodingError> {
    std::str::from_utf8(bytes)
        .map_err(|e| EncodingError::Legacy(bytes.get(e.valid_up_to()).copied().unwrap_or(0)))
}

/// The text in Unicode NFC.
pub(super) fn composed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

/// The line of a byte, counted from 1.
pub(super) fn line_of(bytes: &[u8], byte: usize) -> usize {
    1 + bytes.iter().take(byte).filter(|&&b| b == b'\n').count()
}

/// How many lines end in some bytes: at LF, CR LF, or a CR alone, as old programs write.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    let alone = |pair: &[u8]| pair[0] == b'\r' && pair[1] != b'\n';
    let last = usize::from(bytes.last() == Some(&b'\r'));
    bytes.iter().filter(|&&b| b == b'\n').count()
        + bytes.windows(2).filter(|p| alone(p)).count()
        + last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_named() {
        assert_eq!(without_mark(b"\xEF\xBB\xBFa"), Ok(&b"a"[..]));
        assert_eq!(without_mark(b"\xFF\xFEa\0"), Err(EncodingError::Utf16));
        assert_eq!(without_mark(b"a\0b\0\n\0"), Err(EncodingError::Utf16));
        let tcvn3 = utf8(b"B\xB6n Na").unwrap_err();
        assert!(tcvn3.to_string().contains("TCVN3"), "{tcvn3}");
    }

    #[test]
    fn lines_end_in_three_ways() {
        for (bytes, ends) in [("", 0), ("a\nb", 1), ("a\r\nb\r\n", 2), ("a\rb\r\rc\r", 4)] {
            assert_eq!(line_ends(bytes.as_bytes()), ends, "{bytes:?}");
        }
    }
}
