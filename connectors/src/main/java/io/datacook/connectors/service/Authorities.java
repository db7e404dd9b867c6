package io.datacook.connectors.service;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS that trusts the certificates of one file and no others.
final class Authorities {
    private Authorities() {}

    /// @throws DatacookException `REFERENCE_MISSING` if the file is absent or holds no certificates
    static SSLContext trusting(Path pem) {
        try (InputStream input = Files.newInputStream(pem)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(input);
            if (all.isEmpty()) {
                throw new GeneralSecurityException("it is empty");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one : all) {
                store.setCertificateEntry("authority " + number++, one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException broken) {
            throw new DatacookException(
                    ErrorCode.REFERENCE_MISSING,
                    "ca_file %s holds no certificates in PEM: %s".formatted(pem, broken.getMessage()),
                    broken);
        }
    }
}
