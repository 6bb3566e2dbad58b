package dev.steward.http.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.InvalidException;
import dev.steward.domain.workspace.WebhookUrl;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which addresses are reached, by themselves and behind a name. */
final class WebhookAddressesTest {

    private static boolean takes(String allowed, String scheme, String... addresses) {
        try {
            WebhookAddresses.of(allowed, host -> List.of(addresses).stream().map(InetAddress::ofLiteral).toList()).check(new WebhookUrl(scheme + "://example.com/"));
            return true;
        } catch (InvalidException e) {
            return false;
        }
    }

    @Test
    void publicAddressesAreReachedByHttps() {
        for (String address : List.of("8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1")) {
            assertThat(takes("", "https", address)).as(address).isTrue();
            assertThat(takes("", "http", address)).as(address).isFalse();
        }
    }

    @Test
    void specialAddressesAreNot() {
        for (String address : List.of("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
                "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
                "::", "::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "fe80::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "2001::1", "2001:db8::1",
                "2002:808:808::1", "3fff::1", "4000::1")) {
            boolean mapped = address.startsWith("::ffff:");
            assertThat(takes("", "https", address)).as(address).isEqualTo(mapped); // Java makes that the IPv4 address that it is
            assertThat(takes("", "https", "8.8.8.8", address)).as("one of two: " + address).isEqualTo(mapped);
        }
        assertThat(takes("", "https", "::ffff:10.0.0.1")).isFalse();
    }

    @Test
    void privateOnesAreReachedWhereTheyAreAllowed() {
        assertThat(takes("true", "http", "10.0.0.1")).isTrue();
        assertThat(takes("true", "http", "8.8.8.8")).as("http over the internet").isFalse();
        assertThat(takes("true", "https", "169.254.169.254")).isTrue();
        assertThat(takes("true", "https", "224.0.0.1")).isFalse();
        assertThat(takes("true", "https", "0.0.0.0")).isFalse();
        assertThat(takes("10.0.0.0/8, fd00::/8", "http", "10.255.0.1")).isTrue();
        assertThat(takes("10.0.0.0/8, fd00::/8", "http", "fd12::1")).isTrue();
        assertThat(takes("10.0.0.0/8, fd00::/8", "https", "192.168.0.1")).isFalse();
        assertThat(takes("192.168.7.9", "https", "192.168.7.9")).isTrue();
        assertThat(takes("192.168.7.9", "https", "192.168.7.8")).isFalse();
        assertThat(takes("false", "https", "10.0.0.1")).isFalse();
        for (String wrong : List.of("yes", "10.0.0.0/33", "localhost", "10.0.0.0/8,", "10.0.0/8x")) {
            assertThatThrownBy(() -> WebhookAddresses.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("write true, false, or ranges");
        }
    }
}
