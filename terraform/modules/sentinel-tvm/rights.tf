# Exactly what the code of each function calls, as packages/tvm/src/infrastructure/rights.ts declares it: nobody has
# Scan, DeleteItem or a wildcard of actions.
locals {
  from_api = { ArnEquals = { "lambda:SourceFunctionArn" = "${local.arns.function}-api" } }

  protected_roles = [
    for id in var.protected_account_ids : "arn:${local.partition}:iam::${id}:role/SentinelProtected-*"
  ]
  revoker_roles = [
    for id in var.protected_account_ids : "arn:${local.partition}:iam::${id}:role/${var.revoker_role_name}"
  ]

  # Reading the stream is Lambda's work, with the rights of the function's role.
  read_stream = [
    {
      Sid    = "Stream"
      Effect = "Allow"
      Action = [
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
      ]
      Resource = [aws_dynamodb_table.sentinel.stream_arn]
    },
    {
      Sid      = "Streams"
      Effect   = "Allow"
      Action   = ["dynamodb:ListStreams"]
      Resource = ["${local.arns.table}/stream/*"]
    },
  ]

  decrypt = {
    for service, sid in { dynamodb = "TableKey", ssm = "ChannelKey" } : service => {
      Sid                          = sid
      Effect                       = "Allow"
      Action                       = ["kms:Decrypt"]
      Resource                     = [local.key_arn]
      Condition                    = { StringEquals = { "kms:ViaService" = "${service}.${local.region}.amazonaws.com" } }
    }
  }

  send_dead_letters = {
    for name in ["revoker", "notifier"] : name => {
      Sid      = "DeadLetters"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = ["${local.arns.queue}-${name}-dead-letters"]
    }
  }

  write_logs = {
    for name in keys(local.functions) : name => {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${local.arns.log_group}-${name}:*"]
    }
  }

  statements = {
    api = [
      {
        Sid      = "Vend"
        Effect   = "Allow"
        Action   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
        Resource = local.protected_roles
        Condition = merge(
          { StringLike = { "sts:SourceIdentity" = "sentinel.*" } },
          local.from_api,
        )
      },
      {
        Sid       = "Tag"
        Effect    = "Allow"
        Action    = ["sts:TagSession"]
        Resource  = local.protected_roles
        Condition = local.from_api
      },
      {
        Sid    = "Documents"
        Effect = "Allow"
        Action = ["ssm:GetParameter", "ssm:GetParametersByPath"]
        Resource = [
          for path in ["directory", "baseline", "groups/*", "policies", "policies/*"] : "${local.arns.parameter}/${path}"
        ]
        Condition = local.from_api
      },
      {
        Sid       = "State"
        Effect    = "Allow"
        Action    = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
        Resource  = [local.arns.table, "${local.arns.table}/index/*"]
        Condition = local.from_api
      },
      local.decrypt.dynamodb,
      local.write_logs.api,
    ]

    authorizer = [
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem"]
        Resource = [local.arns.table]
      },
      local.decrypt.dynamodb,
      try(local.write_logs.authorizer, null),
    ]

    revoker = concat(local.read_stream, [
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"]
        Resource = [local.arns.table]
      },
      local.decrypt.dynamodb,
      {
        Sid      = "Revoke"
        Effect   = "Allow"
        Action   = ["sts:AssumeRole"]
        Resource = local.revoker_roles
      },
      local.send_dead_letters.revoker,
      local.write_logs.revoker,
    ])

    notifier = concat(
      local.read_stream,
      [
        local.decrypt.dynamodb,
        {
          Sid      = "Channels"
          Effect   = "Allow"
          Action   = ["ssm:GetParameter"]
          Resource = ["${local.arns.parameter}/channels/*"]
        },
        local.decrypt.ssm,
      ],
      [for statement in [{
        Sid      = "Publish"
        Effect   = "Allow"
        Action   = ["sns:Publish"]
        Resource = var.channel_topic_arns
      }] : statement if length(var.channel_topic_arns) > 0],
      [local.send_dead_letters.notifier, local.write_logs.notifier],
    )
  }

  rights = {
    for name in keys(local.functions) : name => jsonencode({
      Version   = "2012-10-17"
      Statement = local.statements[name]
    })
  }
}
