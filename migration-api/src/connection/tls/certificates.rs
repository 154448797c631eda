//! TLS as libpq has it: which certificates are believed, and how much of one is looked at.
//!
//! <https://www.postgresql.org/docs/current/libpq-ssl.html>

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::connection::{TlsMode, TlsOptions};

/// A file of certificates, or of a key, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusableCertificate {
    /// The file, or what stands for it.
    pub file: String,
    /// Why not.
    pub reason: String,
}

impl UnusableCertificate {
    /// What to do.
    pub const HELP: &str = "name a file of certificates in PEM form by `sslrootcert`, or `system`";
}

impl fmt::Display for UnusableCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the certificates of `{}`: {}", self.file, self.reason)
    }
}

impl std::error::Error for UnusableCertificate {}

/// Returns the configuration of TLS; the paths of the options are against the folder of the process.
///
/// # Errors
/// When a file of certificates, or of a key, cannot be used.
pub fn client_config(options: &TlsOptions) -> Result<ClientConfig, UnusableCertificate> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match verification(options) {
        Verification::None => Arc::new(Lenient { provider: Arc::clone(&provider), inner: None }),
        Verification::Chain => {
            let inner = verifier(options, &provider)?;
            Arc::new(Lenient { provider: Arc::clone(&provider), inner: Some(inner) })
        }
        Verification::ChainAndName => verifier(options, &provider)?,
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable("TLS", &error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    match (&options.client_cert, &options.client_key) {
        (Some(cert), Some(key)) => {
            let chain = certificates(cert)?;
            let secret = PrivateKeyDer::from_pem_file(key)
                .map_err(|error| unusable(key, &error.to_string()))?;
            builder
                .with_client_auth_cert(chain, secret)
                .map_err(|error| unusable(cert, &error.to_string()))
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
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, UnusableCertificate> {
    let mut roots = RootCertStore::empty();
    let file = match &options.root_cert {
        Some(name) if name == "system" => None,
        Some(file) => Some(file.as_str()),
        None => options.default_root.as_deref().filter(|file| Path::new(file).is_file()),
    };
    let shown = file.unwrap_or("the system's certificates");
    let found = match file {
        Some(file) => certificates(file)?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    for certificate in found {
        roots.add(certificate).map_err(|error| unusable(shown, &error.to_string()))?;
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| unusable(shown, &error.to_string()))
}

fn certificates(file: &str) -> Result<Vec<CertificateDer<'static>>, UnusableCertificate> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = read.map_err(|error| unusable(file, &error.to_string()))?;
    match found.is_empty() {
        true => Err(unusable(file, "it holds no certificate")),
        false => Ok(found),
    }
}

fn unusable(file: &str, reason: &str) -> UnusableCertificate {
    let reason = reason.strip_prefix("I/O error: ").unwrap_or(reason);
    UnusableCertificate { file: file.to_owned(), reason: reason.to_owned() }
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
