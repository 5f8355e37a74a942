<?php
return [
    'debug' => false,
    'url' => ['https://example.com', 'http://localhost:8000'],
    'api' => ['basicAuth' => true, 'allowInsecure' => false, 'slug' => 'rest', 'csrf' => 'x'],
    'auth' => [
        'methods' => ['password' => ['2fa' => true], 'code' => true],
        'challenges' => ['totp', 'email'],
        'challenge.email.from' => 'a@example.com',
        'trials' => 5, 'timeout' => 60 * 60, 'debug' => 'log',
        'passwords' => ['algorithm' => 'bcrypt'],
    ],
    'session' => ['timeout' => false, 'durationNormal' => 8, 'prefix' => '__Secure-', 'cookieDomain' => 'example.com'],
    'cors' => ['allowOrigin' => ['https://a.b'], 'allowCredentials' => true, 'exposeHeaders' => 'X-A, X-B', 'maxAge' => 5],
    'languages' => true, 'languages.detect' => true,
    'email.transport' => ['type' => 'smtp', 'host' => 'h', 'port' => '587', 'security' => true],
    'headers' => ['X-Frame-Options' => 'DENY'],
    'proxies' => ['10.0.0.0/8'],
    'hooks' => ['x' => function () { return 1; }],
    'limits.bodyBytes' => 4096,
];
