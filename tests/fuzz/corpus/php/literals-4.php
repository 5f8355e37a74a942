<?php return [
['a' => 'it\'s', 'b' => 'back\\slash', 'c' => 'no\n'],
['a' => <<<EOT
hello
world
EOT
],
['a' => '\\'],
[],
[['a' => 1], ['a' => 2]],
['a' => "\400"]
];