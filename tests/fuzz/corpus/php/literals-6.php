<?php return [
['a' => 1, 'b' => 'x',],
['a' => 7 % 3, 'b' => 2 ** 3, 'c' => 7 / 2, 'd' => 6 / 2],
['a' => PHP_EOL],
['a' => 1, 'a' => 2],
["a" => "line\nnext\ttab\"q\"\\ \$x \x41 \101 \u{fc} \e\0"],
['a' => !true]
];