# shellcheck shell=bash
# Part of portal.sh: a local certificate authority (ca.pem, ca.key) and the server's certificate. Kept from run to run;
# made anew a week before they end.

fresh() { openssl x509 -in "$1" -noout -checkend 604800 >/dev/null 2>&1; }

make_certificates() {
    fresh "$R/server.pem" && fresh "$R/ca.pem" && [[ -s $R/server.key ]] && return
    (
        umask 077
        cd "$R"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -keyout ca.key -out ca.pem \
            -subj "/CN=Gatehouse local CA $(openssl rand -hex 4)" \
            -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign'
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=localhost
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 397 -out server.pem -extfile <(
            echo 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'
            echo 'basicConstraints=critical,CA:FALSE'
            echo 'keyUsage=critical,digitalSignature'
            echo 'extendedKeyUsage=serverAuth'
        )
        rm -f server.csr
        chmod 0644 ca.pem server.pem
    ) >>"$R/log/setup.log" 2>&1 || fail 74 "openssl could not make the certificates; see $R/log/setup.log"
}
