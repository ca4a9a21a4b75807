//! Takes the packing off: gzip, Zstandard, bzip2 and xz by their first bytes, zip and tar with all that is in them. Nothing unpacks
//! into more than the limits allow, whatever it says of itself.

use super::{InputError, formats};
use crate::model::Limits;
use std::io::{self, Cursor, Read};
use std::path::Path;
use zip::result::ZipError;

/// Memory of an xz decoder, in kilobytes: a header may ask for gigabytes.
const XZ_MEMORY: u32 = 256 << 10;

/// One file, as it is once nothing is packed any more.
#[derive(Debug)]
pub(super) struct Member {
    /// Its path within the archive; `None` where there is no archive.
    pub within: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// How it was packed, the outermost first.
    pub packed: Vec<&'static str>,
}

/// What came out of a file.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    /// Files that may be data.
    pub members: Vec<Member>,
    /// Members that cannot be read though they should be, and why.
    pub broken: Vec<(String, InputError)>,
    /// Members that are left alone, by name.
    pub left: Vec<String>,
}

/// Unpacks a file, and what is packed within.
pub(super) fn unpack(path: &Path, raw: Vec<u8>, limits: &Limits) -> Result<Unpacked, InputError> {
    let mut work =
        Work { path, limits, most: limits.unpacked(raw.len() as u64), kept: 0, members: 0, out: Unpacked::default() };
    work.layer(None, raw, &mut Vec::new(), 0)?;
    Ok(work.out)
}

struct Work<'a> {
    path: &'a Path,
    limits: &'a Limits,
    /// Most bytes that may come out.
    most: u64,
    /// Bytes that did.
    kept: u64,
    members: u64,
    out: Unpacked,
}

/// How a file is packed, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    Tar,
}

impl Packing {
    fn of(bytes: &[u8]) -> Option<Packing> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Some(Packing::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
            [b'P', b'K', 3, 4, ..] if !is_workbook(bytes) => Some(Packing::Zip),
            _ if is_tar(bytes) => Some(Packing::Tar),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Bzip2 => "bzip2",
            Packing::Xz => "xz",
            Packing::Zip => "zip",
            Packing::Tar => "tar",
        }
    }
}

/// Whether a zip is a workbook, which its reader opens itself.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return true };
    // What no longer opens is left to the reader that says best what is wrong.
    archive.file_names_raw().any(|name| {
        matches!(name, b"xl/workbook.xml" | b"xl/workbook.bin" | b"[Content_Types].xml" | b"mimetype")
            || name.ends_with(b"workbook.xml")
    })
}

/// Whether these are the first bytes of a tar: its first header adds up.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..512) else { return false };
    if header.get(257..262) == Some(b"ustar") {
        return true;
    }
    let said = std::str::from_utf8(&header[148..156]).unwrap_or("").trim_matches([' ', '\0']);
    let sum: u32 =
        header.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) }).sum();
    header[0] != 0 && u32::from_str_radix(said, 8) == Ok(sum)
}

impl Work<'_> {
    /// Takes one layer off, and those below it.
    fn layer(
        &mut self,
        within: Option<String>,
        bytes: Vec<u8>,
        packed: &mut Vec<&'static str>,
        depth: u64,
    ) -> Result<(), InputError> {
        let Some(packing) = Packing::of(&bytes) else {
            self.out.members.push(Member { within, bytes, packed: packed.clone() });
            return Ok(());
        };
        if packed.len() > 8 || matches!(packing, Packing::Zip | Packing::Tar) && depth >= self.limits.archives {
            return Err(self.beyond(format!("holds archives within archives, {depth} deep"), "archives"));
        }
        packed.push(packing.name());
        let done = match packing {
            Packing::Zip => self.zip(within.as_deref(), &bytes, packed, depth),
            Packing::Tar => self.tar(within.as_deref(), &bytes, packed, depth),
            _ => {
                let unpacked = self.stream(packing, &bytes)?;
                drop(bytes);
                if unpacked.is_empty() {
                    return Err(InputError::Empty { path: self.path.to_owned() });
                }
                self.layer(within, unpacked, packed, depth)
            }
        };
        packed.pop();
        done
    }

    /// Unpacks what is one stream of bytes.
    fn stream(&self, packing: Packing, raw: &[u8]) -> Result<Vec<u8>, InputError> {
        let broken = |error: io::Error| InputError::Broken {
            path: self.path.to_owned(),
            what: packing.name(),
            reason: error.to_string(),
        };
        let mut bytes = Vec::new();
        match packing {
            Packing::Gzip => self.take(flate2::read::MultiGzDecoder::new(raw), &mut bytes),
            Packing::Bzip2 => self.take(bzip2::read::MultiBzDecoder::new(raw), &mut bytes),
            Packing::Xz => self.take(lzma_rust2::XzReader::new_mem_limit(raw, true, XZ_MEMORY), &mut bytes),
            _ => {
                // The frame mostly says how long it will be. It may lie, so this is a wish and bounded by what packing achieves.
                let said = zstd::zstd_safe::get_frame_content_size(raw).ok().flatten().unwrap_or_default();
                let _ = bytes.try_reserve_exact(said.min(self.most).min(raw.len() as u64 * 64) as usize);
                zstd::Decoder::with_buffer(raw).and_then(|decoder| self.take(decoder, &mut bytes))
            }
        }
        .map_err(broken)?;
        self.bounded(bytes.len() as u64)?;
        Ok(bytes)
    }

    fn take(&self, from: impl Read, into: &mut Vec<u8>) -> io::Result<()> {
        from.take(self.most + 1).read_to_end(into).map(|_| ())
    }

    /// Refuses what has become too much.
    fn bounded(&self, bytes: u64) -> Result<(), InputError> {
        if bytes <= self.most {
            return Ok(());
        }
        Err(if self.most < self.limits.bytes() {
            let what =
                format!("unpacks into more than {} times its size, which is damage or malice", self.limits.ratio);
            self.beyond(what, "ratio")
        } else {
            self.beyond(format!("unpacks into more than {} MB", self.limits.unpacked_mb), "unpacked_mb")
        })
    }

    fn beyond(&self, what: String, setting: &'static str) -> InputError {
        InputError::Beyond { path: self.path.to_owned(), what, setting }
    }

    fn zip(
        &mut self,
        within: Option<&str>,
        bytes: &[u8],
        packed: &mut Vec<&'static str>,
        depth: u64,
    ) -> Result<(), InputError> {
        let broken =
            |error: ZipError| InputError::Broken { path: self.path.to_owned(), what: "zip", reason: error.to_string() };
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        self.count(archive.len() as u64)?;
        let mut found = Vec::new();
        for index in 0..archive.len() {
            let Ok(member) = archive.by_index_raw(index) else { continue };
            let name = member.name().map_or_else(|_| format!("member {}", index + 1), |name| name.into_owned());
            if !member.is_dir() {
                found.push((name, index));
            }
        }
        for (name, index) in self.wanted(within, found) {
            let full = joined(within, &name);
            let unpacked = archive.by_index(index).map_err(|error| said(&error)).and_then(|mut member| {
                let mut bytes = Vec::new();
                self.take(&mut member, &mut bytes).map(|()| bytes).map_err(|error| error.to_string())
            });
            match unpacked {
                Ok(bytes) => self.member(full, bytes, packed, depth)?,
                Err(reason) => {
                    let error = InputError::Broken { path: self.path.join(&full), what: "zip", reason };
                    self.out.broken.push((full, error));
                }
            }
        }
        Ok(())
    }

    fn tar(
        &mut self,
        within: Option<&str>,
        bytes: &[u8],
        packed: &mut Vec<&'static str>,
        depth: u64,
    ) -> Result<(), InputError> {
        let path = self.path;
        let broken =
            |error: io::Error| InputError::Broken { path: path.to_owned(), what: "tar", reason: error.to_string() };
        let mut archive = tar::Archive::new(bytes);
        let mut found = Vec::new();
        for entry in archive.entries().map_err(broken)? {
            let entry = entry.map_err(broken)?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let (from, length) = (entry.raw_file_position(), entry.size());
            found.push((name, (from as usize, length as usize)));
            self.count(1)?;
        }
        for (name, (from, length)) in self.wanted(within, found) {
            let full = joined(within, &name);
            match from.checked_add(length).and_then(|to| bytes.get(from..to)) {
                Some(bytes) => self.member(full, bytes.to_vec(), packed, depth)?,
                None => {
                    let reason = "it ends within this file".to_owned();
                    let error = InputError::Broken { path: self.path.join(&full), what: "tar", reason };
                    self.out.broken.push((full, error));
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, members: u64) -> Result<(), InputError> {
        self.members += members;
        if self.members > self.limits.members {
            let what = format!("holds more than {} files", self.limits.members);
            return Err(self.beyond(what, "members"));
        }
        Ok(())
    }

    /// The members that may be data, sorted by name; the others are noted.
    fn wanted<T: Copy>(&mut self, within: Option<&str>, mut found: Vec<(String, T)>) -> Vec<(String, T)> {
        found.retain(|(name, _)| {
            let last = name.rsplit('/').next().unwrap_or(name);
            !name.starts_with("__MACOSX/") && !last.starts_with('.') && !last.starts_with("~$")
        });
        found.sort_by(|a, b| a.0.cmp(&b.0));
        if found.len() == 1 {
            return found;
        }
        let by = |known: fn(&str) -> bool| found.iter().any(|(name, _)| known(&name.to_lowercase()));
        let takes: fn(&str) -> bool =
            if by(formats::has_known_ending) { formats::has_known_ending } else { formats::has_text_ending };
        let (wanted, left): (Vec<_>, Vec<_>) = found.into_iter().partition(|(name, _)| takes(&name.to_lowercase()));
        self.out.left.extend(left.into_iter().map(|(name, _)| joined(within, &name)));
        wanted
    }

    fn member(
        &mut self,
        name: String,
        bytes: Vec<u8>,
        packed: &mut Vec<&'static str>,
        depth: u64,
    ) -> Result<(), InputError> {
        self.kept += bytes.len() as u64;
        self.bounded(self.kept)?;
        if bytes.is_empty() {
            self.out.broken.push((name.clone(), InputError::Empty { path: self.path.join(&name) }));
            return Ok(());
        }
        match self.layer(Some(name.clone()), bytes, packed, depth + 1) {
            Err(error @ InputError::Beyond { .. }) => Err(error),
            Err(error) => {
                self.out.broken.push((name, error));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

fn joined(within: Option<&str>, name: &str) -> String {
    within.map_or_else(|| name.to_owned(), |outer| format!("{outer}/{name}"))
}

/// What a zip says of a member that it does not give.
fn said(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => "it is protected by a password".to_owned(),
        ZipError::InvalidPassword => "it is protected by a password".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn bzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn names(raw: Vec<u8>) -> Vec<String> {
        let unpacked = unpack(Path::new("a"), raw, &Limits::default()).unwrap();
        unpacked
            .members
            .into_iter()
            .map(|member| format!("{} {}", member.within.unwrap_or_default(), member.packed.join("+")))
            .collect()
    }

    #[test]
    fn every_packing_comes_off() {
        assert_eq!(names(b"a,b\n".to_vec()), [" "]);
        assert_eq!(names(gzipped(b"a,b\n")), [" gzip"]);
        assert_eq!(names(bzipped(b"a,b\n")), [" bzip2"]);
        assert_eq!(names(zstd::encode_all(&b"a,b\n"[..], 1).unwrap()), [" zstd"]);
        assert_eq!(names(tarred(&[("d/a.csv", b"a,b\n"), ("d/b.csv", b"a,b\n")])), ["d/a.csv tar", "d/b.csv tar"]);
        assert_eq!(names(gzipped(&tarred(&[("a.csv", b"a,b\n")]))), ["a.csv gzip+tar"]);
        let inner = zipped(&[("x.csv", b"a,b\n")]);
        let outer = zipped(&[("b.zip", &inner), ("a.csv.gz", &gzipped(b"a,b\n")), ("dir/map.pdf", b"%PDF-1.4")]);
        assert_eq!(names(outer.clone()), ["a.csv.gz zip+gzip", "b.zip/x.csv zip+zip"]);
        assert_eq!(unpack(Path::new("a"), outer, &Limits::default()).unwrap().left, ["dir/map.pdf"]);
    }

    #[test]
    fn what_becomes_too_much_is_refused_and_names_its_setting() {
        let refused = |raw: Vec<u8>, limits: Limits| unpack(Path::new("a"), raw, &limits).unwrap_err().to_string();
        let zeros = vec![b'0'; 80 << 20];
        let ratio = Limits { ratio: 100, ..Limits::default() };
        for bomb in [gzipped(&zeros), zipped(&[("a.csv", &zeros)]), zstd::encode_all(&zeros[..], 1).unwrap()] {
            assert!(refused(bomb, ratio).contains("limits.ratio"));
        }
        let small = Limits { unpacked_mb: 1, ..Limits::default() };
        assert!(refused(gzipped(&zeros), small).contains("limits.unpacked_mb"));
        let many: Vec<(String, &[u8])> = (0..30).map(|at| (format!("{at}.csv"), &b"a,b\n"[..])).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        assert!(refused(zipped(&many), Limits { members: 20, ..Limits::default() }).contains("limits.members"));
        let mut nested = zipped(&[("a.csv", b"a,b\n")]);
        for _ in 0..4 {
            nested = zipped(&[("in.zip", &nested)]);
        }
        assert!(refused(nested, Limits::default()).contains("limits.archives"));
    }

    #[test]
    fn a_broken_member_does_not_stop_the_others() {
        let mut raw = tarred(&[("a.csv", b"a,b\n"), ("b.csv", b"a,b\n1,2\n")]);
        raw.truncate(512 * 3 + 3);
        let unpacked = unpack(Path::new("a"), raw, &Limits::default());
        // A tar that ends within a member says so as a whole or for that member; never is it whole.
        assert!(unpacked.map_or(true, |unpacked| unpacked.members.len() == 1 && unpacked.broken.len() == 1));
        let packed = gzipped(b"a,b\n1,2\n1,3\n1,4\n");
        let unpacked = zipped(&[("a.csv", b"a,b\n"), ("b.csv.gz", &packed[..packed.len() / 2]), ("c.csv", b"")]);
        let unpacked = unpack(Path::new("a"), unpacked, &Limits::default()).unwrap();
        assert_eq!((unpacked.members.len(), unpacked.broken.len()), (1, 2));
    }
}
