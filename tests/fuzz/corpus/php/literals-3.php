<?php return [
array('a' => 1, 'b' => array(1, 2)),
['a' => <<<EOT
    indented
      more
    EOT
],
['a' => 60 * 60 * 24],
['a' => -0, 'b' => -1.5e-3],
['a' => null ?? 'd'],
['a' => 1 > 0]
];