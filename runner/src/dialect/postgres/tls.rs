//! TLS as libpq has it: which certificates are believed, and how much of one is looked at.
//!
//! <https://www.postgresql.org/docs/current/libpq-ssl.html>

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::dialect::DatabaseError;

/// What a URL, or a variable, says of TLS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TlsOptions {
    pub(super) mode: TlsMode,
    /// The file of the certificates that are believed; `system` for the machine's own.
    pub(super) root_cert: Option<PathBuf>,
    /// The client's own certificate and its key.
    pub(super) client_cert: Option<PathBuf>,
    pub(super) client_key: Option<PathBuf>,
}

/// libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum TlsMode {
    Disable,
    /// Without, unless the server insists.
    Allow,
    /// With, unless the server has none.
    #[default]
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl TlsMode {
    /// Reads libpq's word.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "disable" => Self::Disable,
            "allow" => Self::Allow,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => return None,
        })
    }
}

/// Returns the configuration of TLS; files are relative to `base`.
pub(super) fn client_config(
    options: &TlsOptions,
    default_root: Option<&Path>,
    base: &Path,
) -> Result<ClientConfig, DatabaseError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match verification(options) {
        Verification::None => Arc::new(Lenient { provider: Arc::clone(&provider), inner: None }),
        Verification::Chain => {
            let inner = verifier(options, default_root, base, &provider)?;
            Arc::new(Lenient { provider: Arc::clone(&provider), inner: Some(inner) })
        }
        Verification::ChainAndName => verifier(options, default_root, base, &provider)?,
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(Path::new("TLS"), &error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    match (&options.client_cert, &options.client_key) {
        (Some(cert), Some(key)) => {
            let (cert, key) = (base.join(cert), base.join(key));
            let chain = certificates(&cert)?;
            let secret = PrivateKeyDer::from_pem_file(&key)
                .map_err(|error| unusable(&key, &error.to_string()))?;
            builder
                .with_client_auth_cert(chain, secret)
                .map_err(|error| unusable(&cert, &error.to_string()))
        }
        (_, _) => Ok(builder.with_no_client_auth()),
    }
}

enum Verification {
    None,
    Chain,
    ChainAndName,
}

/// With certificates at hand, `require` looks at the chain, as libpq does.
fn verification(options: &TlsOptions) -> Verification {
    match options.mode {
        TlsMode::VerifyFull => Verification::ChainAndName,
        TlsMode::VerifyCa => Verification::Chain,
        TlsMode::Require if options.root_cert.is_some() => Verification::Chain,
        TlsMode::Disable | TlsMode::Allow | TlsMode::Prefer | TlsMode::Require => {
            Verification::None
        }
    }
}

fn verifier(
    options: &TlsOptions,
    default_root: Option<&Path>,
    base: &Path,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, DatabaseError> {
    let mut roots = RootCertStore::empty();
    let file = match &options.root_cert {
        Some(name) if name == Path::new("system") => None,
        Some(file) => Some(base.join(file)),
        None => default_root.filter(|file| file.is_file()).map(Path::to_owned),
    };
    let shown = file.clone().unwrap_or_else(|| PathBuf::from("the system's certificates"));
    let found = match &file {
        Some(file) => certificates(file)?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    for certificate in found {
        roots.add(certificate).map_err(|error| unusable(&shown, &error.to_string()))?;
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| unusable(&shown, &error.to_string()))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, DatabaseError> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = read.map_err(|error| unusable(file, &error.to_string()))?;
    match found.is_empty() {
        true => Err(unusable(file, "it holds no certificate")),
        false => Ok(found),
    }
}

fn unusable(file: &Path, reason: &str) -> DatabaseError {
    DatabaseError::Certificate { file: file.to_owned(), reason: reason.to_owned() }
}

/// Believes any certificate, or any with a good chain whatever its name.
#[derive(Debug)]
struct Lenient {
    provider: Arc<CryptoProvider>,
    /// What looks at the chain.
    inner: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(inner) = &self.inner else {
            return Ok(ServerCertVerified::assertion());
        };
        match inner.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            // The name is looked at last, so that the chain is good.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
