<?php

return [
    'debug' => false,

    // Basic authentication for machines, here also without TLS so that the example can be tried with curl:
    //   curl -u reader@skerrow.example:dunlin-over-shingle http://127.0.0.1:8080/api/pages/example
    // Remove 'allowInsecure' before a real site meets a real network.
    'api' => [
        'basicAuth' => true,
        'allowInsecure' => true,
    ],

    // Headers of the pages made by this site's own templates. No inline code, nothing from elsewhere.
    'headers' => [
        'Content-Security-Policy' => "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        'Permissions-Policy' => 'camera=(), geolocation=(), microphone=()',
    ],
];
