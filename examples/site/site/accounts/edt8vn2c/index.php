<?php

return [
    'email' => 'editor@skerrow.example',
    'language' => 'en',
    'name' => 'Ole Sand',
    'role' => 'editor'
];