"""TLS (security.md 5): testssl.sh finds nothing of severity MEDIUM or above but the self-signed chain."""
import json
import shutil
import subprocess
from pathlib import Path

from outside import Checks, box, free_port, make_site, program, skip, start_latchkey

# What a certificate nobody signed cannot have.
CHAIN = {"cert_chain_of_trust", "cert_trust", "cert_revocation", "cert_caIssuers", "cert_crlDistributionPoints",
         "cert_ocspURL", "OCSP_stapling", "DNS_CAArecord", "certificate_transparency", "cert_validityPeriod",
         "cert_extlifeSpan", "cert_commonName_wo_SNI", "overall_grade", "cert_subjectAltName"}
SEVERE = {"MEDIUM", "HIGH", "CRITICAL", "FATAL"}


def main():
    tool = shutil.which("testssl") or shutil.which("testssl.sh")
    if not tool:
        skip("testssl.sh is not installed")
    check = Checks()
    with box() as folder:
        port, report = free_port(), Path(folder) / "tls.json"
        server = start_latchkey(program(), make_site(folder), options=["--tls-port", port, "--tls-self-signed"])
        try:
            run = subprocess.run([tool, "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "-oj", report, "-p", "-s",
                                  "-f", "-P", "-S", "-h", "-U", f"127.0.0.1:{port}"],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=540, text=True)
            if not check(report.exists(), f"testssl wrote no report: {run.stdout[-500:]}"):
                check.done()
            findings = json.loads(report.read_text())
            seen = {f["id"].split(" ")[0]: f for f in findings}
            check(any(f["id"] == "TLS1_3" and f["severity"] in ("OK", "INFO") for f in findings), "TLS 1.3 is offered")
            for name, finding in seen.items():
                check(finding["severity"] not in SEVERE or name in CHAIN, f"{name}: {finding['severity']} {finding['finding']}")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
