package dev.steward.http.workspace;

import dev.steward.domain.InvalidException;
import dev.steward.domain.Violation;
import dev.steward.domain.workspace.WebhookUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which addresses webhooks may reach: public ones, so that nobody uses Steward to look around in the network that it stands in. Asked when a
 * webhook is written, and again at each connection for the address that is then used, because a name can stand for another one by then.
 */
public final class WebhookAddresses {

    /** What a name stands for. */
    interface Names {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** Not of the public internet, by the registries of IANA for special purposes; with those that hide another address. */
    private static final List<Network> SPECIAL = List.of(
            Network.of("0.0.0.0/8"), Network.of("10.0.0.0/8"), Network.of("100.64.0.0/10"), Network.of("127.0.0.0/8"), Network.of("169.254.0.0/16"),
            Network.of("172.16.0.0/12"), Network.of("192.0.0.0/24"), Network.of("192.0.2.0/24"), Network.of("192.31.196.0/24"), Network.of("192.52.193.0/24"),
            Network.of("192.88.99.0/24"), Network.of("192.168.0.0/16"), Network.of("192.175.48.0/24"), Network.of("198.18.0.0/15"), Network.of("198.51.100.0/24"),
            Network.of("203.0.113.0/24"), Network.of("224.0.0.0/4"), Network.of("240.0.0.0/4"),
            Network.of("2001::/23"), Network.of("2001:db8::/32"), Network.of("2002::/16"), Network.of("2620:4f:8000::/48"), Network.of("3fff::/20"));
    /** Of IPv6, only this is the public internet; so no loopback, link-local, unique-local, multicast, IPv4-mapped or NAT64 address. */
    private static final Network PUBLIC_IPV6 = Network.of("2000::/3");
    /** What is nobody's address is not allowed whatever is configured. */
    private static final List<Network> NOBODY = List.of(Network.of("0.0.0.0/32"), Network.of("255.255.255.255/32"), Network.of("224.0.0.0/4"), Network.of("::/128"), Network.of("ff00::/8"));
    private static final String REMEDY = "; take one that the internet reaches. Whoever runs this server can allow others with STEWARD_WEBHOOKS_ALLOW_PRIVATE.";

    private static final int LOOKUP_SECONDS = 5;
    private static final ExecutorService LOOKUPS = Executors.newFixedThreadPool(16, Thread.ofPlatform().daemon().name("webhook-names").factory());

    private final boolean allowAll;
    private final List<Network> allowed;
    private final Names names;

    private WebhookAddresses(boolean allowAll, List<Network> allowed, Names names) {
        this.allowAll = allowAll;
        this.allowed = List.copyOf(allowed);
        this.names = names;
    }

    /**
     * @param allowPrivate {@code true}, {@code false} or nothing, or the ranges that are allowed besides public addresses, separated by commas
     * @throws IllegalArgumentException naming what is no range
     */
    public static WebhookAddresses of(String allowPrivate) {
        return of(allowPrivate, WebhookAddresses::lookUp);
    }

    /** On threads of its own, because the system's resolver blocks, and for a bounded time, because it may be out of order. */
    private static List<InetAddress> lookUp(String host) throws UnknownHostException {
        Future<InetAddress[]> found = LOOKUPS.submit(() -> InetAddress.getAllByName(host));
        try {
            return Arrays.asList(found.get(LOOKUP_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        } catch (ExecutionException | TimeoutException e) {
            found.cancel(false);
            throw new UnknownHostException(host);
        }
    }

    static WebhookAddresses of(String allowPrivate, Names names) {
        String text = allowPrivate.strip();
        if (text.isEmpty() || text.equals("false") || text.equals("true")) {
            return new WebhookAddresses(text.equals("true"), List.of(), names);
        }
        List<Network> networks = new ArrayList<>();
        for (String range : text.split(",", -1)) {
            networks.add(Network.parse(range.strip()).orElseThrow(() -> new IllegalArgumentException("'" + range.strip()
                    + "' is no range of addresses; write true, false, or ranges such as 10.0.0.0/8,fd00::/8")));
        }
        return new WebhookAddresses(false, networks, names);
    }

    private boolean allowsPrivate() {
        return allowAll || !allowed.isEmpty();
    }

    private static boolean isPublic(InetAddress address) {
        return SPECIAL.stream().noneMatch(network -> network.contains(address)) && (address.getAddress().length == 4 || PUBLIC_IPV6.contains(address));
    }

    private boolean isAllowed(InetAddress address) {
        return NOBODY.stream().noneMatch(network -> network.contains(address))
                && (allowAll || isPublic(address) || allowed.stream().anyMatch(network -> network.contains(address)));
    }

    /**
     * Refuses what could not be delivered to. A name that stands for nothing now is taken: it may be made later. Looks names up, so it
     * is called outside any unit of work.
     *
     * @throws InvalidException at {@code /url}; does not say what a name stands for, because that may be nobody's business
     */
    void check(WebhookUrl url) {
        if (!url.isEncrypted() && !allowsPrivate()) {
            throw refused("not_encrypted", "Is http, which anybody on the way can read; use https.");
        }
        try {
            Optional<String> why = refusal(url, names.resolve(url.host()));
            if (why.isPresent()) {
                throw refused("forbidden_address", why.get());
            }
        } catch (UnknownHostException e) {
            // connecting asks again
        }
    }

    private static InvalidException refused(String code, String message) {
        return new InvalidException(List.of(new Violation("/url", code, message)));
    }

    private Optional<String> refusal(WebhookUrl url, List<InetAddress> found) {
        if (!found.stream().allMatch(this::isAllowed)) {
            return Optional.of("The host stands for a private, local or reserved address" + REMEDY);
        }
        if (!url.isEncrypted() && found.stream().anyMatch(WebhookAddresses::isPublic)) {
            return Optional.of("The host is reached over the internet, where http can be read by anybody on the way; use https.");
        }
        return Optional.empty();
    }

    /**
     * What to connect to, in this order.
     *
     * @throws ForbiddenAddress when one of them is not to be reached
     */
    List<InetAddress> reachable(WebhookUrl url) throws IOException {
        List<InetAddress> found = names.resolve(url.host());
        Optional<String> why = refusal(url, found);
        if (why.isPresent()) {
            throw new ForbiddenAddress(why.get());
        }
        return found;
    }

    static final class ForbiddenAddress extends IOException {
        ForbiddenAddress(String message) {
            super(message);
        }
    }
}
