<?php
declare(strict_types=1);
Foo::$bar = "x {$y["z"]} $w";
if ($a): foo(); endif;
return [
    'api' => ['basicAuth' => true, 'slug' => env('SLUG', 'api')],
    'hooks' => ['page.update:after' => function ($new, $old) use ($x): void { return ']'; }],
    'url' => match (true) { default => ['a' => fn ($b) => [$b => 1]] },
    'session.durationLong' => 60 * 60 * 24 * 14, // comment ] ?>
<?php ,
    'text' => <<<EOT
      a
        b \x41
      EOT . PHP_EOL,
    ...$more,
];
